import type { Client } from '../cluster/client.ts';
import { groupKindKey, objectKey } from '../manifest/object.ts';
import { instancesOf, readCustomKind } from './custom-kind.ts';
import type { CustomKind, Instance } from './custom-kind.ts';
import { isCrdKind } from './kinds.ts';
import { ownersOf } from './owners.ts';
import { recordedRemovable } from './removable.ts';
import type { Removable } from './removable.ts';

/** What goes with CRDs. */
export type WithCrds = {
  /** The removables; of those that go with their kind, whichever has the name. */
  removables: Removable[];
  /** What other trees have, without what goes with its kind all the same. */
  shared: ReadonlyMap<string, string>;
  /** The other objects of the kinds that go, apart from those that go with their owners. */
  users: Removable[];
};

/**
 * Finds the objects that the deletion of CRDs would delete. They go one by one and before everything else, while
 * all kinds are served and all controllers run: with the CRD, they would go when the component's own custom
 * resources, which theirs refer to, are gone already (and a GatewayClass stays for as long as it has Gateways).
 * @param removables whose CRDs are to be deleted
 * @param shared the keys of those that are kept, since other trees have them
 */
export async function withUsersObjects(
  client: Client,
  removables: readonly Removable[],
  shared: ReadonlyMap<string, string>,
): Promise<WithCrds> {
  const crds = removables.filter(({ id, key }) => isCrdKind(id) && !shared.has(key));
  const found = await Promise.all(
    crds.map(async (crd) => ({ crd, kind: await readCustomKind(client, crd.id.name) })),
  );
  const going = found.flatMap(({ crd, kind }) =>
    kind === undefined || (crd.uid !== undefined && crd.uid !== kind.uid) ? [] : [{ crd, kind }],
  );
  const kinds = new Set(going.map(({ kind }) => groupKindKey(kind)));
  const keys = new Set(removables.map(({ key }) => key));
  const goes = ({ id }: Removable): boolean => kinds.has(groupKindKey(id));
  const gone = new Set(removables.filter(goes).map(({ key }) => key));

  const instances = await Promise.all(
    going.map(async ({ crd, kind }) => ({ crd, kind, all: await collect(client, kind) })),
  );
  const uids = new Set(instances.flatMap(({ all }) => all.map(({ uid }) => uid)));
  return {
    removables: removables.map((removable) =>
      goes(removable) ? { ...removable, uid: undefined } : removable,
    ),
    shared: new Map([...shared].filter(([key]) => !gone.has(key))),
    users: instances.flatMap(({ crd, kind, all }) =>
      all
        .filter(({ id }) => !keys.has(objectKey(id)))
        .filter(({ owners }) => !owners.some((owner) => uids.has(owner)))
        .map(({ id, uid }) =>
          recordedRemovable(id, { tree: crd.tree, uid, apiVersion: kind.apiVersion, kind }),
        ),
    ),
  };
}

async function collect(
  client: Client,
  kind: CustomKind,
): Promise<(Omit<Instance, 'live'> & { owners: string[] })[]> {
  const all = [];
  for await (const { id, uid, live } of instancesOf(client, kind)) {
    all.push({ id, uid, owners: ownersOf(live).map((owner) => owner.uid) });
  }
  return all;
}
