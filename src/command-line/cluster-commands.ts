import { Option } from 'commander';
import type { Command } from 'commander';
import type { ApplyFlags } from '../commands/apply.ts';
import type { ClusterCommand } from '../commands/cluster-run.ts';
import type { HealthFlags } from '../commands/healthcheck.ts';
import type { ChosenTrees } from '../commands/planned-trees.ts';
import type { StatusFlags } from '../commands/status.ts';
import type { ExitStatus } from '../errors.ts';
import type { PlanFormat } from '../plan/plan-formats.ts';
import { PLAN_FORMATS } from '../plan/plan-formats.ts';
import type { Terminal } from '../terminal.ts';
import { PROGRAM } from '../version.ts';
import { collectFiles } from './flag-values.ts';

const TREES = 'kustomize directories, or names of installed components';

/**
 * Adds the commands that work on trees and clusters, as devices do.
 * @param finish told the exit status of a command that ran to its end
 */
export function addClusterCommands(
  program: Command,
  terminal: Terminal,
  finish: (status: ExitStatus) => void,
): void {
  program
    .command('plan')
    .summary('show the order in which trees would be applied, and why')
    .argument('<tree...>', TREES)
    .addOption(
      new Option('--format <format>', 'how to show it').choices(PLAN_FORMATS).default('text'),
    )
    .action(async (trees: string[], { format }: { format: PlanFormat }) => {
      const { plan } = await import('../commands/plan.ts');
      terminal.stdout.write(await plan(trees, format));
    });

  clusterCommand(program.command('apply').argument('[tree...]', TREES), '10m')
    .summary('apply trees to the cluster, in order')
    .description('Applies trees as one plan: each object as soon as what it depends on allows it.')
    .option('--installed', 'in place of TREE: every component that is installed here', false)
    .addOption(
      new Option(
        '--user-trees <yes|no>',
        'with --installed: also what is in /etc/microshift/manifests.d',
      ).default('no'),
    )
    .option('--no-prune', 'leave what an earlier release had and the trees no longer have')
    .option(
      '--dry-run',
      'say what would be done, as the API server judges it, and do nothing',
      false,
    )
    .action(
      async (trees: string[], flags: ClusterFlags & ApplyFlags & Omit<ChosenTrees, 'given'>) => {
        const { apply } = await import('../commands/apply.ts');
        finish(await apply({ given: trees, ...flags }, flags, clusterOptions(flags, terminal)));
      },
    );

  clusterCommand(program.command('healthcheck').argument('<tree...>', TREES), '5m')
    .summary('wait until trees are healthy, or say what is not')
    .option(
      '--apply-report <file>',
      'wait for this report of apply first, and end at once where it says that the trees failed for good',
    )
    .option('--fail-fast', 'end at once on what looks bad, though it may heal', false)
    .action(async (trees: string[], flags: ClusterFlags & HealthFlags) => {
      const { healthcheck } = await import('../commands/healthcheck.ts');
      finish(await healthcheck(trees, flags, clusterOptions(flags, terminal)));
    });

  clusterCommand(program.command('status').argument('[tree...]', TREES), '10s')
    .summary('say what is installed, applied and healthy')
    .description(
      'Looks once at trees, by default all that are installed or were applied: which version is here and ' +
        'which was applied, what is missing or was changed since, and whether it is healthy. Then follows the ' +
        'way of traffic through the whole cluster, from GatewayClasses to endpoints, and says what breaks it.',
    )
    .addOption(
      new Option('-o, --output <format>', 'how to show it')
        .choices(['tree', 'table', 'json'])
        .default('tree'),
    )
    .option(
      '--bundle <file>',
      'also write what support needs to see, without Secrets and tokens, into this file (.tar.gz)',
    )
    .action(async (trees: string[], flags: ClusterFlags & StatusFlags) => {
      const { status } = await import('../commands/status.ts');
      finish(await status(trees, flags, clusterOptions(flags, terminal)));
    });

  clusterCommand(program.command('remove').argument('<tree...>', TREES), '10m')
    .summary('remove trees from the cluster, in reverse order')
    .description(
      'Deletes what trees hold in the reverse of the order in which it was applied, and waits until ' +
        'it is gone. Keeps CRDs, namespaces that hold something else, and stored data.',
    )
    .option('--crds', "delete the CRDs too, and with them users' objects of these kinds", false)
    .action(async (trees: string[], flags: ClusterFlags & { crds: boolean }) => {
      const { remove } = await import('../commands/remove.ts');
      finish(await remove(trees, { crds: flags.crds }, clusterOptions(flags, terminal)));
    });
}

type ClusterFlags = { kubeconfig?: string; timeout: string; report?: string[] };

function clusterCommand(command: Command, timeout: string): Command {
  return command
    .option(
      '--kubeconfig <file>',
      "credentials (default: $KUBECONFIG, else MicroShift's own kubeconfig)",
    )
    .option('--timeout <duration>', 'for everything together, such as 90s or 1m30s', timeout)
    .option(
      '--report <file>',
      'write a JSON report, or of apply a page where the name ends in .html; may be given twice',
      collectFiles,
    );
}

function clusterOptions(flags: ClusterFlags, terminal: Terminal): ClusterCommand {
  return {
    terminal,
    program: PROGRAM,
    kubeconfig: flags.kubeconfig,
    timeout: flags.timeout,
    reports: flags.report ?? [],
  };
}
