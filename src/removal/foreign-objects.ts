import { textAt, valueAt } from '../manifest/json.ts';
import type { ObjectId } from '../manifest/object.ts';
import { groupKindKey } from '../manifest/object.ts';
import { ownersOf } from './owners.ts';
import type { Owner } from './owners.ts';

/** An object that lives in a namespace. */
export type Resident = {
  id: ObjectId;
  uid: string;
  owners: readonly Owner[];
  deleting: boolean;
  /** The names of its annotations. */
  annotations: readonly string[];
};

/** Reads a resident from its metadata. */
export function residentOf(id: ObjectId, live: unknown): Resident {
  const annotations = valueAt(live, ['metadata', 'annotations']);
  return {
    id,
    uid: textAt(live, ['metadata', 'uid']),
    owners: ownersOf(live),
    deleting: textAt(live, ['metadata', 'deletionTimestamp']) !== '',
    annotations: Object.keys(annotations ?? {}),
  };
}

/** What Kubernetes or OpenShift puts into every namespace. */
const IN_EVERY_NAMESPACE = new Set([
  'ServiceAccount./default',
  'ConfigMap./kube-root-ca.crt',
  'ConfigMap./openshift-service-ca.crt',
]);

/*
 * What nobody keeps anything in. Endpoints and EndpointSlices say where a Service leads, so it is the Service
 * that counts; a Lease says who leads, and is of no use to anyone after its holder.
 */
const WITHOUT_CONTENT = new Set([
  'Event.',
  'Event.events.k8s.io',
  'Endpoints.',
  'EndpointSlice.discovery.k8s.io',
  'Lease.coordination.k8s.io',
]);

/**
 * Made for something that counts by itself: a ServiceAccount's token; and locks of leaders from before Leases
 * (client-go's resourcelock).
 */
const MADE_FOR_OTHERS = [
  'kubernetes.io/service-account.uid',
  'control-plane.alpha.kubernetes.io/leader',
];

/**
 * Those of a namespace's objects that would be lost with it: not what is put there for everybody, nor what is
 * being deleted, nor what the garbage collector will delete since its owners are gone or going.
 * @param isThere whether an owner outside of the residents is there and will stay, by its uid
 */
export function foreignObjects(
  residents: readonly Resident[],
  isThere: (uid: string) => boolean,
): Resident[] {
  const byUid = new Map(residents.map((resident) => [resident.uid, resident]));
  const known = new Map<string, boolean>();
  const stays = ({ uid, deleting, owners }: Resident): boolean => {
    const before = known.get(uid);
    if (before !== undefined) return before;
    // So that owners in a circle do not own each other for ever.
    known.set(uid, false);
    const owned = owners.some((owner) => {
      const resident = byUid.get(owner.uid);
      return resident === undefined ? isThere(owner.uid) : stays(resident);
    });
    const answer = !deleting && (owners.length === 0 || owned);
    known.set(uid, answer);
    return answer;
  };
  return residents.filter((resident) => !isForEverybody(resident) && stays(resident));
}

function isForEverybody({ id, annotations }: Resident): boolean {
  const kind = groupKindKey(id);
  return (
    WITHOUT_CONTENT.has(kind) ||
    IN_EVERY_NAMESPACE.has(`${kind}/${id.name}`) ||
    MADE_FOR_OTHERS.some((annotation) => annotations.includes(annotation))
  );
}
