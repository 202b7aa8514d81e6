import { Option } from 'commander';
import type { Command } from 'commander';
import type { ApplyFlags } from '../commands/apply.ts';
import type { ClusterCommand } from '../commands/cluster-run.ts';
import { parseDuration } from '../duration.ts';
import type { ExitStatus } from '../errors.ts';
import type { PlanFormat } from '../plan/plan-formats.ts';
import { PLAN_FORMATS } from '../plan/plan-formats.ts';
import type { Terminal } from '../terminal.ts';
import { PROGRAM } from '../version.ts';
import { duration } from './flag-values.ts';

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
    .argument('<tree...>', 'kustomize directories, or names of installed components')
    .addOption(
      new Option('--format <format>', 'how to show it').choices(PLAN_FORMATS).default('text'),
    )
    .action(async (trees: string[], { format }: { format: PlanFormat }) => {
      const { plan } = await import('../commands/plan.ts');
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
      const { apply } = await import('../commands/apply.ts');
      finish(await apply(trees, flags, clusterOptions(flags, terminal)));
    });

  clusterCommand(program.command('healthcheck'), '5m')
    .summary('wait until trees are healthy, or say what is not')
    .action(async (trees: string[], flags: ClusterFlags) => {
      const { healthcheck } = await import('../commands/healthcheck.ts');
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
      const { remove } = await import('../commands/remove.ts');
      finish(await remove(trees, { crds: flags.crds }, clusterOptions(flags, terminal)));
    });
}

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
