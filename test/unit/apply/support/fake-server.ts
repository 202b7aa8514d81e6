import { PassThrough } from 'node:stream';
import type { ApiRequest } from '../../../../src/cluster/connection.ts';
import type { KubernetesObject } from '../../../../src/manifest/object.ts';
import { notFound } from '../../cluster/support/errors.ts';
import { ESTABLISHED, live, modified } from '../../cluster/support/live.ts';

const CRDS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

type Stored = { metadata: { name: string; uid: string; resourceVersion: string } };

/**
 * What the applier sees of an API server: it stores what is applied, and tells the watch of the CRDs
 * that a CRD is Established when {@link FakeServer.establish} says so, after `onWrite` was told.
 */
export function fakeServer(
  onWrite: (path: string, server: FakeServer) => unknown = () => {},
): FakeServer {
  const objects = new Map<string, Stored>();
  const kubeSystem = { metadata: { name: 'kube-system', uid: 'cluster', resourceVersion: '1' } };
  const written: string[] = [];
  const events = new PassThrough({ objectMode: true });
  let version = 100;

  const list = (path: string): object => ({
    metadata: { resourceVersion: String(version) },
    items: [...objects].filter(([key]) => key.startsWith(`${path}/`)).map(([, stored]) => stored),
  });

  const server: FakeServer = {
    objects,
    written,
    events,
    async answer({ method, path: pathAndQuery, body = '' }) {
      const [path = '', query = ''] = pathAndQuery.split('?');
      if (method === 'GET') {
        if (query.startsWith('limit=') || query.startsWith('labelSelector=')) return list(path);
        if (path === '/api/v1/namespaces/kube-system') return kubeSystem;
        return objects.get(path) ?? Promise.reject(notFound());
      }
      await onWrite(path, server);
      written.push(path);
      version += 1;
      const object = JSON.parse(body.toString()) as KubernetesObject;
      const stored = {
        ...object,
        metadata: {
          ...object.metadata,
          uid: objects.get(path)?.metadata.uid ?? `uid-${version}`,
          resourceVersion: String(version),
        },
      };
      objects.set(path, stored);
      return stored;
    },
    watch: () => events,
    establish(name) {
      events.write(modified(live(name, ESTABLISHED, { resourceVersion: String(version) })));
    },
  };
  return server;
}

export type FakeServer = {
  /** By path. */
  objects: Map<string, Stored>;
  /** The paths of the writes that succeeded, in their order. */
  written: string[];
  events: PassThrough;
  answer: (request: ApiRequest) => Promise<unknown>;
  watch: () => PassThrough;
  establish: (name: string) => void;
};

/** Establishes each CRD as soon as it is written. */
export function establishing(path: string, server: FakeServer): void {
  if (path.startsWith(CRDS)) setImmediate(() => server.establish(path.slice(CRDS.length + 1)));
}
