import type { Client } from '../cluster/client.ts';
import { ApiError } from '../cluster/api-error.ts';
import { totalRequests } from '../manifest/pod-requests.ts';
import type { Amount } from '../manifest/pod-requests.ts';
import { formatCpu, formatMemory } from '../manifest/quantity.ts';
import { shortages } from './capacity.ts';
import type { Capacity } from './capacity.ts';
import { readCapacity } from './read-capacity.ts';

const SHOWN = {
  cpu: { name: 'CPU', format: formatCpu },
  memory: { name: 'memory', format: formatMemory },
} as const;

/** A line for each resource that does not suffice. */
export function shortageLines(asked: Amount, capacity: Capacity): string[] {
  return shortages(asked, capacity).map(({ resource, asked: wanted, free }) => {
    const { name, format } = SHOWN[resource];
    const [all, taken] = [capacity.allocatable[resource], capacity.taken[resource]].map(format);
    return (
      `warning    what is applied asks for ${format(wanted)} of ${name}, and ${format(free)} are free: ` +
      `of ${all}, other pods have asked for ${taken}; pods may stay Pending`
    );
  });
}

/**
 * Says whether a device has what components ask for, before they are applied. It is a help: where it cannot be read,
 * nothing is said.
 * @param own namespaces of what is applied
 * @throws the deadline's reason
 */
export async function warnOfShortage(
  client: Client,
  requests: readonly Amount[],
  own: ReadonlySet<string>,
  tell: (line: string) => void,
): Promise<void> {
  const capacity = await readCapacity(client, own).catch((error: unknown) => {
    if (error instanceof ApiError) return undefined;
    throw error;
  });
  if (capacity !== undefined) shortageLines(totalRequests(requests), capacity).forEach(tell);
}
