import type { Client } from '../cluster/client.ts';
import { counted } from '../counted.ts';
import { objectKey } from '../manifest/object.ts';
import type { ObjectId } from '../manifest/object.ts';
import { awaitInstances } from './await-instances.ts';
import { instancesOf, readCustomKind } from './custom-kind.ts';
import { isCrdKind, isDataKind, isNamespaceKind } from './kinds.ts';
import { namespaceContents } from './namespace-contents.ts';
import type { Kept } from './outcome.ts';
import type { RemovalPolicy } from './policy.ts';
import { someOf } from './some-of.ts';

/** What a decision to keep an object needs to know. */
export type KeepContext = {
  client: Client;
  policy: RemovalPolicy;
  /** Whether an object is among those that are removed, by its key. */
  isRemoved: (key: string) => boolean;
};

/** Namespaces that Kubernetes needs, and of which it lets nobody delete the first three. */
const OF_THE_CLUSTER = new Set(['default', 'kube-system', 'kube-public', 'kube-node-lease']);

/** Why an object is kept that must never be deleted, whatever state it is in; undefined for any other. */
export function neverDeleted({ id }: { id: ObjectId }, policy: RemovalPolicy): Kept | undefined {
  if (isDataKind(id)) {
    const inNamespace = id.namespace === '' ? '' : ` -n ${id.namespace}`;
    const command = `kubectl delete ${id.kind.toLowerCase()} ${id.name}${inNamespace}`;
    return { because: 'data', reason: `it holds data; if nobody needs that: ${command}` };
  }
  if (!isNamespaceKind(id)) return undefined;
  if (OF_THE_CLUSTER.has(id.name)) {
    return { because: 'namespace', reason: "it is the cluster's own" };
  }
  return policy.purpose === 'prune'
    ? { because: 'namespace', reason: 'pruning keeps namespaces, since others may use them' }
    : undefined;
}

/**
 * Why an object is kept that nobody is deleting yet; undefined where it may be deleted now. What it says of a
 * kept CRD is true once those of its objects are gone that need the controllers which are removed after it.
 * @param wait told what is waited for
 */
export async function keepObject(
  { id }: { id: ObjectId },
  context: KeepContext,
  wait: (text: string) => void,
): Promise<Kept | undefined> {
  if (isNamespaceKind(id)) return keepNamespace(context.client, id.name);
  const { policy } = context;
  if (!isCrdKind(id) || (policy.purpose === 'remove' && policy.crds)) return undefined;
  return keepCrd(id.name, context, wait);
}

async function keepNamespace(client: Client, name: string): Promise<Kept | undefined> {
  const { foreign, unreadable } = await namespaceContents(client, name);
  if (foreign.length > 0) {
    return { because: 'namespace', reason: `it holds ${someOf(foreign)}` };
  }
  if (unreadable.length > 0) {
    const reason = `what it holds of ${someOf(unreadable)} cannot be read: that API does not answer`;
    return { because: 'namespace', reason };
  }
  return undefined;
}

async function keepCrd(
  name: string,
  { client, policy, isRemoved }: KeepContext,
  wait: (text: string) => void,
): Promise<Kept> {
  const rule =
    policy.purpose === 'prune'
      ? "pruning keeps CRDs, since users' objects go with them"
      : "CRDs, and users' objects with them, are only removed with --crds";
  const kind = await readCustomKind(client, name);
  if (kind === undefined) return { because: 'crd', reason: rule };
  await awaitInstances(client, kind, 'going', wait);

  const left: string[] = [];
  for await (const { id } of instancesOf(client, kind)) {
    left.push(id.namespace === '' ? id.name : `${id.namespace}/${id.name}`);
  }
  const { converter } = kind;
  const service = converter && { group: '', kind: 'Service', ...converter };
  const isDumb = service !== undefined && isRemoved(objectKey(service));
  return {
    because: 'crd',
    reason: [
      rule,
      ...(left.length === 0 ? [] : [`it has ${counted(left.length, 'object')}: ${someOf(left)}`]),
      ...(isDumb ? ['nothing converts them between versions any longer'] : []),
    ].join('; '),
  };
}
