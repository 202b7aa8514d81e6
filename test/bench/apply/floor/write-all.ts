import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WriteRequest } from '../to-write-requests.ts';
import { connect } from './connect.ts';

/*
 * write-all REQUESTS KUBECONFIG: the floor under every applier. Writes ready JSON over a few connections and
 * nothing else: no reading of YAML, no order but that of the file, no looking at what is there, no record.
 * A custom resource waits until its CRD is Established; the end is when all are, and all is written.
 */

const SOCKETS = 8;
const CRDS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
// As the API server writes it: read without parsing, which would be work of an applier.
const ESTABLISHED = '"type":"Established","status":"True"';
const QUERY = '?fieldManager=bench-floor&force=true';
const APPLY = { 'content-type': 'application/apply-patch+yaml' };

const [requestsFile = '', kubeconfig = ''] = process.argv.slice(2);
const requests = JSON.parse(readFileSync(requestsFile, 'utf8')) as WriteRequest[];
const connection = connect(kubeconfig, SOCKETS);

/** By the name of the CRD: what may be written once it is Established. */
const waiting = new Map<string, WriteRequest[]>();
for (const { crd } of requests) if (crd !== undefined) waiting.set(crd, []);
const queue: WriteRequest[] = [];
for (const each of requests) (waiting.get(each.after ?? '') ?? queue).push(each);

const { promise: finished, resolve: finish, reject: fail } = Promise.withResolvers<void>();
let idle = SOCKETS;

const list = await connection.send('GET', `${CRDS}?limit=1`, {
  accept: 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1',
});
const version = /"resourceVersion":"(\d+)"/.exec(list.text)?.[1] ?? '';
const watch = connection.follow(`${CRDS}?watch=true&resourceVersion=${version}`, (line) => {
  const name = /"metadata":\{"name":"([^"]+)"/.exec(line)?.[1];
  if (name !== undefined) judge(name, line);
});
work();
await finished;
watch.stop();
connection.close();

function judge(crd: string, text: string): void {
  if (!text.includes(ESTABLISHED)) return;
  queue.push(...(waiting.get(crd) ?? []));
  waiting.delete(crd);
  work();
}

function work(): void {
  while (idle > 0 && queue.length > 0) {
    idle -= 1;
    write(queue.shift() as WriteRequest).then(() => {
      idle += 1;
      work();
    }, fail);
  }
  if (idle === SOCKETS && queue.length === 0 && waiting.size === 0) finish();
}

async function write({ path, body, crd }: WriteRequest): Promise<void> {
  const { status, text } = await connection.send('PATCH', path + QUERY, APPLY, body);
  if (status === 404) {
    // Its kind or its namespace is not there yet.
    await sleep(5);
    return write({ path, body });
  }
  if (status !== 200 && status !== 201) throw new Error(`${path}: ${status} ${text}`);
  if (crd !== undefined) judge(crd, text);
}
