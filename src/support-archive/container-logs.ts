import { isJsonObject, listAt, textAt, valueAt } from '../manifest/json.ts';

/** The log of one run of a container. */
export type ContainerLog = {
  namespace: string;
  pod: string;
  container: string;
  run: 'current' | 'previous';
};

const STATUSES = ['initContainerStatuses', 'containerStatuses', 'ephemeralContainerStatuses'];

/** The logs of a pod that may say what is wrong: of containers that are not ready, or were started again. */
export function wantedLogs(pod: unknown): ContainerLog[] {
  if (textAt(pod, ['status', 'phase']) === 'Succeeded') return [];
  const of = {
    namespace: textAt(pod, ['metadata', 'namespace']),
    pod: textAt(pod, ['metadata', 'name']),
  };
  return STATUSES.flatMap((field) => listAt(pod, ['status', field])).flatMap((status) => {
    const container = textAt(status, ['name']);
    const restarts = valueAt(status, ['restartCount']);
    const restarted = typeof restarts === 'number' && restarts > 0;
    if (container === '' || !(restarted || !isDone(status))) return [];
    const has = (...path: string[]): boolean => isJsonObject(valueAt(status, path));
    const current = has('state', 'running') || has('state', 'terminated');
    const previous = restarted || has('lastState', 'terminated');
    return [
      ...(current ? [{ ...of, container, run: 'current' as const }] : []),
      ...(previous ? [{ ...of, container, run: 'previous' as const }] : []),
    ];
  });
}

/** Whether a container is ready, or has ended as it should. */
function isDone(status: unknown): boolean {
  const code = valueAt(status, ['state', 'terminated', 'exitCode']);
  return valueAt(status, ['ready']) === true || code === 0;
}

/** Lines and bytes of a log that are kept. */
export const LOG_LINES = 200;
export const LOG_BYTES = 64 * 1024;
// The API cuts off the end, so more is asked for than is kept.
const READ_BYTES = 4 * LOG_BYTES;

/** Where the API server has the end of a log. */
export function logPath({ namespace, pod, container, run }: ContainerLog): string {
  const query = new URLSearchParams({
    container,
    tailLines: String(LOG_LINES),
    limitBytes: String(READ_BYTES),
    ...(run === 'previous' ? { previous: 'true' } : {}),
  });
  const [ns, name] = [encodeURIComponent(namespace), encodeURIComponent(pod)];
  return `/api/v1/namespaces/${ns}/pods/${name}/log?${query.toString()}`;
}

/**
 * The last lines of a text, whole ones, as many as fit.
 * @param text masked already: a line alone may not show what it is a part of
 */
export function endOfLog(text: string): string {
  const lines = text.split('\n').slice(-LOG_LINES - 1);
  let bytes = lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0);
  while (bytes > LOG_BYTES && lines.length > 0) {
    bytes -= Buffer.byteLength(lines.shift() ?? '') + 1;
  }
  return lines.join('\n');
}
