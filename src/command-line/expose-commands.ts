import type { Command } from 'commander';
import type { ExposeFlags } from '../expose/options/flags.ts';
import { writeLines } from '../terminal.ts';
import type { Terminal } from '../terminal.ts';

/** Adds the command that scaffolds what leads requests to an application. */
export function addExposeCommands(program: Command, terminal: Terminal): void {
  const each = (text: string, before: string[] = []): string[] => [...before, text];
  program
    .command('expose')
    .summary('write the Gateway, routes and issuer for an application')
    .description(
      'Writes commented objects of the Gateway API that lead requests for a host to a Service, as a directory for ' +
        '/etc/microshift/manifests.d or as a stream. SERVICE is [NAMESPACE/]SERVICE[:PORT], with port 80 if it says ' +
        'none. Flags of which there can be several are given several times.',
    )
    .argument('[name]', 'the objects are named after it')
    .option('--host <host>', 'a DNS name, or all names of a domain: *.apps.example.com', each)
    .option('--service <service>', 'what gets the requests that no --path takes', each)
    .option(
      '--path <path=service>',
      'what gets requests whose path begins so, or /package.Service[/Method]',
      each,
    )
    .option(
      '--namespace <namespace>',
      'of the routes, and of all else if not said otherwise (default: default)',
    )
    .option('--grpc', 'for gRPC: a GRPCRoute in place of an HTTPRoute')
    .option('--canary <service>', 'a second Service that gets a part of the requests')
    .option('--canary-weights <stable:canary>', 'shares of the requests, such as 90:10')
    .option(
      '--canary-header <name=value>',
      'a header whose requests, but for those of a --path, all go to the canary',
    )
    .option('--class <gatewayclass>', 'of the Gateway that is made')
    .option('--gateway-namespace <namespace>', 'of the Gateway that is made')
    .option('--http-port <port>', 'of the listeners for HTTP (default: 80)')
    .option('--https-port <port>', 'of the listeners for HTTPS (default: 443)')
    .option('--allow-routes <namespace>', "whose routes may attach too; '*' for all of them", each)
    .option('--address <address>', 'that the Gateway asks for', each)
    .option(
      '--annotation <key=value>',
      'of the Gateway, and of what its controller makes for it',
      each,
    )
    .option('--label <key=value>', 'of the Gateway, and of what its controller makes for it', each)
    .option('--internal', 'make a second Gateway, for the inside')
    .option('--internal-host <host>', 'its hostnames (default: those of --host)', each)
    .option('--internal-class <gatewayclass>', 'its class (default: that of --class)')
    .option('--internal-address <address>', 'that it asks for', each)
    .option('--internal-annotation <key=value>', 'as --annotation, of the second Gateway', each)
    .option('--internal-label <key=value>', 'as --label, of the second Gateway', each)
    .option(
      '--gateway <gateway>',
      'attach to one that is there: NAME, NAMESPACE/NAME or NAMESPACE/NAME/LISTENER',
    )
    .option(
      '--redirect-listener <listener>',
      'its listener for HTTP, which is to redirect to HTTPS',
    )
    .option('--add-listener <how>', 'add listeners to it, by a patch or a listener-set')
    .option('--mesh', 'for requests inside a mesh: the Service is the parent of the route')
    .option('--certificate <secret>', '[NAMESPACE/]SECRET with a certificate: listeners for HTTPS')
    .option(
      '--acme',
      "have an ACME authority (Let's Encrypt) issue the certificate, by its staging server",
    )
    .option('--production', 'by its production server')
    .option('--email <address>', 'of the ACME account')
    .option('--self-signed', 'have the certificate signed by itself')
    .option('--issuer <name>', "have an issuer of the Gateway's namespace issue the certificate")
    .option('--cluster-issuer <name>', 'have an issuer of the cluster issue the certificate')
    .option('--redirect', 'redirect HTTP to HTTPS: the default where there is a certificate')
    .option('--no-redirect', 'serve over HTTP too')
    .option(
      '--roles',
      "write roles for the Gateway API's three kinds of people, and their bindings",
    )
    .option(
      '--from-ingress <file>',
      'in place of a Service: Ingresses and Routes to be turned into routes, from a file, or - for stdin',
    )
    .option(
      '--component <tree>',
      'whose CRDs say what the Gateway API has (default: that of v1.1.0)',
      each,
    )
    .option(
      '--out <dir>',
      'absent, empty, or as an earlier expose has written it (default: to stdout)',
    )
    .action(async (name: string | undefined, flags: CommandFlags) => {
      const { exposeApplication, exposeFromIngress } = await import('../commands/expose.ts');
      const { component: components = [], out, fromIngress, ...others } = flags;
      const target = { components, out };
      const given = dashed(others);
      if (fromIngress === undefined) {
        terminal.stdout.write(await exposeApplication(name, given, target));
        return;
      }
      const { formatFindings } = await import('../findings.ts');
      const source =
        fromIngress === '-' && terminal.stdin !== undefined
          ? { stdin: terminal.stdin() }
          : { file: fromIngress };
      const { output, notes } = await exposeFromIngress(name, given, source, target);
      writeLines(terminal.stderr, formatFindings(notes));
      terminal.stdout.write(output);
    });
}

type CommandFlags = Record<string, unknown> & {
  component?: string[];
  out?: string;
  fromIngress?: string;
};

/** The flags by their names on the command line, which errors show. */
function dashed(flags: Record<string, unknown>): ExposeFlags {
  return Object.fromEntries(
    Object.entries(flags).map(([name, value]) => [
      name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
      value,
    ]),
  );
}
