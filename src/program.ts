import { Command, InvalidArgumentError, Option } from 'commander';
import type { Architecture } from './architectures.ts';
import { ARCHITECTURES } from './architectures.ts';
import type { ApplyFlags } from './commands/apply.ts';
import type { ClusterCommand } from './commands/cluster-run.ts';
import { parseDuration } from './duration.ts';
import type { ExitStatus } from './errors.ts';
import { IMAGE_FORMATS } from './release/image-formats.ts';
import type { ImageFormat } from './release/image-formats.ts';
import type { PlanFormat } from './plan/plan-formats.ts';
import { PLAN_FORMATS } from './plan/plan-formats.ts';
import { createProgress } from './progress.ts';
import { printable } from './terminal.ts';
import type { Terminal } from './terminal.ts';
import type { VerifyOptions } from './verify/verify-release.ts';
import { PROGRAM } from './version.ts';

/**
 * The command line: flags and help, nothing else. Each command's code is loaded when it is called, so
 * that a boot does not pay for the packager.
 * @param finish told the exit status of a command that ran to its end
 */
export function createProgram(terminal: Terminal, finish: (status: ExitStatus) => void): Command {
  const program = new Command('microshift-optional')
    .description('Packages optional components of MicroShift and applies them at boot, in order.')
    .version(`microshift-optional ${PROGRAM.version} (${PROGRAM.commit})`)
    .configureOutput({
      writeOut: (text) => void terminal.stdout.write(text),
      writeErr: (text) => void terminal.stderr.write(text),
    })
    .showHelpAfterError('(add --help for what is possible)')
    // What follows a command is the command's: rpm has a --version of its own.
    .enablePositionalOptions()
    .exitOverride();

  program
    .command('rebase')
    .summary('make a release directory of a component and its upstream sources')
    .description(
      'Loads the sources of a component, converts and assembles them, and writes a release ' +
        'directory: tree, release information, spec file, lock and report.',
    )
    .argument('<component-dir>', 'the directory that holds component.yaml')
    .option(
      '--source <name=ref...>',
      'where a source is: a directory, a file, https://…, oci:PATH[:TAG] or docker://REF',
      collectPairs,
    )
    .option(
      '--image <key=reference...>',
      "fill in or override an image, by its container's name",
      collectPairs,
    )
    .option('--no-resolve', 'ask no registry for the digests of images')
    .option('--accept <id...>', 'go on in spite of findings, by their names')
    .option('--check', 'write nothing, and end 6 if the directory is out of date', false)
    .requiredOption('--out <dir>', 'absent, empty, or written by an earlier rebase')
    .action(async (componentDirectory: string, flags: RebaseFlags) => {
      const { rebase } = await import('./commands/rebase.ts');
      const { findingsError, formatFindings } = await import('./findings.ts');
      const { resolveImages } = await import('./registry/resolve-image.ts');
      const { output, settled } = await rebase({
        componentDirectory,
        sources: flags.source ?? new Map(),
        images: flags.image ?? new Map(),
        accept: flags.accept ?? [],
        out: flags.out,
        check: flags.check,
        resolveImages: flags.resolve ? resolveImages : undefined,
        program: PROGRAM,
      });
      for (const note of formatFindings(settled.notes)) {
        terminal.stderr.write(`${printable(note)}\n`);
      }
      terminal.stdout.write(output);
      if (settled.stopping.length > 0) throw findingsError(settled.stopping);
    });

  program
    .command('verify')
    .summary('look at a release directory by itself')
    .description(
      'Checks the files of a release against its lock, the references between its objects, and its ' +
        'custom resources against the schemas of their CRDs. Ends 2 where something is wrong.',
    )
    .argument('<dir>', 'written by rebase')
    .option('--require-digests', 'take an image with a tag and no digest for an error', false)
    .action(async (directory: string, options: VerifyOptions) => {
      const { verify } = await import('./commands/verify.ts');
      const { text, status } = await verify(directory, options);
      terminal.stdout.write(text);
      finish(status);
    });

  program
    .command('images')
    .summary('say which images a device needs, and why')
    .argument('<dir>', 'written by rebase')
    .addOption(
      new Option('--format <format>', 'a table with reasons, or a plain list of what to embed')
        .choices(IMAGE_FORMATS)
        .default('table'),
    )
    .addOption(new Option('--arch <arch>', "an architecture's own images").choices(ARCHITECTURES))
    .action(async (directory: string, flags: { format: ImageFormat; arch?: Architecture }) => {
      const { images } = await import('./commands/images.ts');
      terminal.stdout.write(await images(directory, flags.format, flags.arch));
    });

  program
    .command('rpm')
    .summary("build a release directory's RPMs")
    .description(
      'Runs rpmbuild on a release directory: the packages of the component and of this program, ' +
        'into DIR/rpms.',
    )
    .argument('<dir>', 'written by rebase')
    .option('--version <version>', "the packages' version (default: the component's)")
    .option('--release <release>', "the packages' release", '1')
    .option('--no-program', 'leave out the package of this program')
    .action(async (directory: string, flags: RpmFlags) => {
      const { rpm } = await import('./commands/rpm.ts');
      const progress = createProgress(terminal.stderr);
      terminal.stdout.write(await rpm(directory, { ...flags, built: PROGRAM, progress }));
    });

  program
    .command('plan')
    .summary('show the order in which trees would be applied, and why')
    .argument('<tree...>', 'kustomize directories, or names of installed components')
    .addOption(
      new Option('--format <format>', 'how to show it').choices(PLAN_FORMATS).default('text'),
    )
    .action(async (trees: string[], { format }: { format: PlanFormat }) => {
      const { plan } = await import('./commands/plan.ts');
      terminal.stdout.write(await plan(trees, format));
    });

  clusterCommand(program.command('apply'), '10m')
    .summary('apply trees to the cluster, in order')
    .description('Applies trees as one plan: each object as soon as what it depends on allows it.')
    .option('--no-prune', 'leave what an earlier release had and the trees no longer have')
    .option(
      '--dry-run',
      'say what would be done, as the API server judges it, and do nothing',
      false,
    )
    .action(async (trees: string[], flags: ClusterFlags & ApplyFlags) => {
      const { apply } = await import('./commands/apply.ts');
      finish(await apply(trees, flags, clusterOptions(flags, terminal)));
    });

  clusterCommand(program.command('healthcheck'), '5m')
    .summary('wait until trees are healthy, or say what is not')
    .action(async (trees: string[], flags: ClusterFlags) => {
      const { healthcheck } = await import('./commands/healthcheck.ts');
      finish(await healthcheck(trees, clusterOptions(flags, terminal)));
    });

  clusterCommand(program.command('remove'), '10m')
    .summary('remove trees from the cluster, in reverse order')
    .description(
      'Deletes what trees hold in the reverse of the order in which it was applied, and waits until ' +
        'it is gone. Keeps CRDs, namespaces that hold something else, and stored data.',
    )
    .option('--crds', "delete the CRDs too, and with them users' objects of these kinds", false)
    .action(async (trees: string[], flags: ClusterFlags & { crds: boolean }) => {
      const { remove } = await import('./commands/remove.ts');
      finish(await remove(trees, { crds: flags.crds }, clusterOptions(flags, terminal)));
    });

  return program;
}

type RebaseFlags = {
  source?: Map<string, string>;
  image?: Map<string, string>;
  accept?: string[];
  resolve: boolean;
  check: boolean;
  out: string;
};
type RpmFlags = { version?: string; release: string; program: boolean };
type ClusterFlags = { kubeconfig?: string; timeout: number; report?: string };

function clusterCommand(command: Command, timeout: string): Command {
  return command
    .argument('<tree...>', 'kustomize directories, or names of installed components')
    .option(
      '--kubeconfig <file>',
      "credentials (default: $KUBECONFIG, else MicroShift's own kubeconfig)",
    )
    .addOption(
      new Option('--timeout <duration>', 'for everything together, such as 90s or 1m30s')
        .argParser(duration)
        .default(parseDuration(timeout), timeout),
    )
    .option('--report <file>', 'write a JSON report');
}

function clusterOptions(flags: ClusterFlags, terminal: Terminal): ClusterCommand {
  return {
    terminal,
    program: PROGRAM,
    kubeconfig: flags.kubeconfig,
    timeoutMilliseconds: flags.timeout,
    report: flags.report,
  };
}

function duration(text: string): number {
  const milliseconds = parseDuration(text);
  if (milliseconds === undefined) {
    throw new InvalidArgumentError('Expected a duration such as 90s, 10m or 1m30s.');
  }
  return milliseconds;
}

function collectPairs(text: string, before?: Map<string, string>): Map<string, string> {
  const equals = text.indexOf('=');
  if (equals < 1 || equals === text.length - 1) {
    throw new InvalidArgumentError(
      'Expected NAME=VALUE; what is no such pair goes before the flag.',
    );
  }
  const [name, value] = [text.slice(0, equals), text.slice(equals + 1)];
  const other = before?.get(name);
  if (other !== undefined && other !== value) {
    throw new InvalidArgumentError(`${name} is given twice, as ${other} and as ${value}.`);
  }
  return new Map(before).set(name, value);
}
