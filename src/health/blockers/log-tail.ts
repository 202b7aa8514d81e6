import type { Client } from '../../cluster/client.ts';
import { ApiError } from '../../cluster/api-error.ts';
import { textAt } from '../../manifest/json.ts';
import { printable } from '../../terminal.ts';

const LINES = 10;
const BYTES = 4096;

/**
 * The end of what a container of a pod had to say before it ended; empty where there is nothing to be had.
 * @throws the deadline's reason
 */
export async function readLogTail(
  client: Client,
  pod: unknown,
  container: string,
): Promise<string[]> {
  const [namespace, name] = ['namespace', 'name'].map((field) =>
    encodeURIComponent(textAt(pod, ['metadata', field])),
  );
  const query = `container=${encodeURIComponent(container)}&previous=true&tailLines=${LINES}&limitBytes=${BYTES}`;
  const path = `/api/v1/namespaces/${namespace}/pods/${name}/log?${query}`;
  try {
    const text = await client.request(
      { method: 'GET', path, accept: '*/*' },
      // A node that does not answer gives no log, however often it is asked.
      { isFinal: () => Promise.resolve(true) },
    );
    return lastLines(text);
  } catch (error) {
    if (client.signal.aborted || !(error instanceof ApiError || isNetworkError(error))) throw error;
    return [];
  }
}

/** The last lines of a log, as they may be shown. */
export function lastLines(text: string): string[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.slice(-LINES).map((line) => printable(line).slice(0, 300));
}

function isNetworkError(error: unknown): boolean {
  return error instanceof Error && typeof (error as NodeJS.ErrnoException).code === 'string';
}
