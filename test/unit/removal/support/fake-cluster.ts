import { PassThrough } from 'node:stream';
import type { ApiRequest } from '../../../../src/cluster/connection.ts';
import { resourceOf, resourcePath } from '../../../../src/cluster/resource.ts';
import type { Removable } from '../../../../src/removal/removable.ts';
import { notFound, statusError } from '../../cluster/support/errors.ts';
import { fakeClient } from '../../cluster/support/fake-client.ts';

type Metadata = { name: string; uid: string; deletionTimestamp?: string; finalizers?: string[] };

/** What the remover sees of an API server: objects by path, and what was deleted, in order. */
export function fakeCluster(
  removables: readonly Removable[],
  {
    signal = new AbortController().signal,
    finalizers = {},
    onDelete = () => {},
  }: {
    signal?: AbortSignal;
    /** By the names of the objects that they hold. */
    finalizers?: Record<string, string[]>;
    /** Told the path of each deletion before it is done; what it throws is the answer. */
    onDelete?: (path: string, objects: Map<string, Metadata>) => void;
  } = {},
) {
  const objects = new Map<string, Metadata>(
    removables.map(({ id, apiVersion = 'v1', kind }) => {
      const path = resourcePath(
        resourceOf(apiVersion, kind ?? { plural: '', namespaced: false }, id),
        id.name,
      );
      const held = finalizers[id.name];
      return [
        path,
        { name: id.name, uid: `uid of ${path}`, ...(held ? { finalizers: held } : {}) },
      ];
    }),
  );
  const deleted: string[] = [];

  const remove = ({ path, body = '{}' }: ApiRequest): object => {
    onDelete(path, objects);
    const metadata = objects.get(path);
    const { preconditions } = JSON.parse(body.toString()) as { preconditions: { uid: string } };
    if (metadata === undefined) throw notFound();
    if (metadata.uid !== preconditions.uid) throw statusError(409, { reason: 'Conflict' });
    deleted.push(path);
    if (metadata.finalizers === undefined) objects.delete(path);
    else metadata.deletionTimestamp = '2026-01-01T00:00:00Z';
    return { kind: 'Status' };
  };

  const client = fakeClient({
    signal,
    answer(request) {
      if (request.method === 'DELETE') return remove(request);
      const [path = '', query = ''] = request.path.split('?');
      const name = /metadata\.name=(.*)$/.exec(decodeURIComponent(query))?.[1];
      if (name !== undefined) {
        const metadata = objects.get(`${path}/${name}`);
        return { metadata: { resourceVersion: '1' }, items: metadata ? [{ metadata }] : [] };
      }
      const metadata = objects.get(path);
      if (metadata !== undefined) return { metadata };
      if (query.includes('limit=')) return { metadata: {}, items: [] };
      throw notFound();
    },
    watch: () => new PassThrough({ objectMode: true }),
  });
  return { client, objects, deleted };
}
