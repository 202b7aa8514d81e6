import type { ResourceRequests } from '../../manifest/workload-requests.ts';
import { totalRequests } from '../../manifest/pod-requests.ts';
import type { Amount } from '../../manifest/pod-requests.ts';
import { formatCpu, formatMemory } from '../../manifest/quantity.ts';
import { section, table, words } from '../markdown.ts';

/** What the component requests of a device: by its own workloads and by what operators make. */
export function requestsSection(
  after: readonly ResourceRequests[],
  before: readonly ResourceRequests[] | undefined,
): string[] {
  const names = new Set([...(before ?? []), ...after].map(({ name }) => name));
  if (names.size === 0) return [];
  const row = (label: string, cells: readonly (Amount | undefined)[]): string[] => [
    label,
    ...cells.map((amount) =>
      amount === undefined ? '–' : `${formatCpu(amount.cpu)}, ${formatMemory(amount.memory)}`,
    ),
  ];
  const columns = before === undefined ? [after] : [before, after];
  return section(
    'Resource requests',
    table(
      ['pods', ...(before === undefined ? ['requests'] : ['before', 'after'])],
      [
        ...[...names].map((name) =>
          row(
            words(name),
            columns.map((column) => column.find((each) => each.name === name)),
          ),
        ),
        row('**together**', columns.map(totalRequests)),
      ],
    ),
  );
}
