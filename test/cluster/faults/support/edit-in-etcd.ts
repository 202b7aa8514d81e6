import { request } from 'node:http';
import { json } from 'node:stream/consumers';

/** Where a cluster stores its objects. */
export type Storage = { etcd: string; etcdPrefix: string };

/**
 * Changes an object where it is stored, while no API server runs that would see it change: as if it had
 * been killed before it came to the next step. Only custom resources and CRDs are stored as JSON.
 * @param key of the object below the prefix, as `apiextensions.k8s.io/customresourcedefinitions/NAME`
 */
export async function editInEtcd(
  storage: Storage,
  key: string,
  edit: (object: any) => object,
): Promise<void> {
  const encodedKey = encode(`${storage.etcdPrefix}/${key}`);
  const { kvs } = await call(storage, 'range', { key: encodedKey });
  if (kvs?.length !== 1) throw new Error(`etcd has no ${key}`);
  const stored = JSON.parse(Buffer.from(kvs[0]?.value ?? '', 'base64').toString());
  await call(storage, 'put', { key: encodedKey, value: encode(JSON.stringify(edit(stored))) });
}

function encode(value: string): string {
  return Buffer.from(value).toString('base64');
}

/** One call of etcd's JSON gateway, on its socket. */
function call(
  { etcd }: Storage,
  method: 'range' | 'put',
  body: object,
): Promise<{ kvs?: { value: string }[] }> {
  return new Promise((resolve, reject) => {
    const socketPath = etcd.replace(/^unix:\/\//, '');
    const sent = request({ socketPath, path: `/v3/kv/${method}`, method: 'POST' }, (answer) => {
      if (answer.statusCode === 200) json(answer).then(resolve as (value: unknown) => void, reject);
      else reject(new Error(`etcd answered ${answer.statusCode} to ${method}`));
    });
    sent.on('error', reject);
    sent.end(JSON.stringify(body));
  });
}
