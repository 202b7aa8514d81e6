import type { Client } from '../../cluster/client.ts';
import { printable } from '../../terminal.ts';
import { readOnce } from '../../cluster/read-once.ts';

const LINES = 20;
const BYTES = 4096;
// The API cuts off the end, so more is asked for than is kept.
const READ_BYTES = 65_536;

/** The last lines of a container's log; none where it cannot be read. */
export async function readLogTail(
  client: Client,
  { namespace, pod, container }: { namespace: string; pod: string; container: string },
  run: 'previous' | 'current',
): Promise<readonly string[]> {
  const [ns, name] = [encodeURIComponent(namespace), encodeURIComponent(pod)];
  const query = `container=${encodeURIComponent(container)}&tailLines=${LINES}&limitBytes=${READ_BYTES}`;
  const which = run === 'previous' ? '&previous=true' : '';
  const path = `/api/v1/namespaces/${ns}/pods/${name}/log?${query}${which}`;
  return tailOf((await readOnce(client, path, '*/*')) ?? '');
}

/** The last lines of a text, at most 20 of them and 4 KiB, without what a terminal would obey. */
export function tailOf(text: string): readonly string[] {
  const lines = text
    .split('\n')
    .map((line) => printable(line.trimEnd()))
    .filter((line) => line !== '')
    .slice(-LINES);
  while (Buffer.byteLength(lines.join('\n')) > BYTES && lines.length > 1) lines.shift();
  const [only = ''] = lines;
  return lines.length === 1 ? [Buffer.from(only).subarray(-BYTES).toString()] : lines;
}
