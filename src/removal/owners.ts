import pLimit from 'p-limit';
import type { Client } from '../cluster/client.ts';
import { listAt, textAt } from '../manifest/json.ts';
import { groupOf } from '../manifest/object.ts';
import { findObject } from './find-object.ts';

/** An entry of `metadata.ownerReferences`, and the namespace of the object that has it. */
export type Owner = {
  apiVersion: string;
  kind: string;
  name: string;
  namespace: string;
  uid: string;
};

/** Says whether an owner is there and will stay. The garbage collector deletes what has lost its owners. */
export type Owners = (owner: Owner) => Promise<boolean>;

/** The owners of a live object. */
export function ownersOf(live: unknown): Owner[] {
  return listAt(live, ['metadata', 'ownerReferences']).map((reference) => ({
    apiVersion: textAt(reference, ['apiVersion']),
    kind: textAt(reference, ['kind']),
    name: textAt(reference, ['name']),
    namespace: textAt(live, ['metadata', 'namespace']),
    uid: textAt(reference, ['uid']),
  }));
}

/** Asks the API server for each owner once. */
export function liveOwners(client: Client): Owners {
  const answers = new Map<string, Promise<boolean>>();
  const limit = pLimit(8);
  return (owner) => {
    const answer = answers.get(owner.uid) ?? limit(() => isThere(client, owner));
    answers.set(owner.uid, answer);
    return answer;
  };
}

async function isThere(client: Client, owner: Owner): Promise<boolean> {
  const { apiVersion, kind, name, namespace, uid } = owner;
  const id = { group: groupOf(apiVersion), kind, namespace, name };
  const found = await findObject(client, { id, apiVersion, kind: undefined }, () => {});
  return (
    found !== undefined &&
    textAt(found.live, ['metadata', 'uid']) === uid &&
    textAt(found.live, ['metadata', 'deletionTimestamp']) === ''
  );
}
