import { listAt, textAt } from '../manifest/json.ts';
import type { ObjectId } from '../manifest/object.ts';
import type { ClusterIndex } from './cluster-index.ts';
import type { Cause } from './link.ts';
import { shortName } from './live-object.ts';

/**
 * Whether an object may refer to another: one of its own namespace always, any other where a ReferenceGrant beside
 * the other one says so (https://gateway-api.sigs.k8s.io/api-types/referencegrant/). Nobody is accused where these
 * could not be read.
 */
export function isGranted({ grants, unread }: ClusterIndex, from: ObjectId, to: ObjectId): boolean {
  return (
    from.namespace === to.namespace ||
    unread.has('ReferenceGrant') ||
    grants.some(
      ({ id, object }) =>
        id.namespace === to.namespace &&
        listAt(object, ['spec', 'from']).some(
          (each) =>
            textAt(each, ['group']) === from.group &&
            textAt(each, ['kind']) === from.kind &&
            textAt(each, ['namespace']) === from.namespace,
        ) &&
        listAt(object, ['spec', 'to']).some(
          (each) =>
            textAt(each, ['group']) === to.group &&
            textAt(each, ['kind']) === to.kind &&
            ['', to.name].includes(textAt(each, ['name'])),
        ),
    )
  );
}

/** That a ReferenceGrant is missing. */
export function notGranted(from: ObjectId, to: ObjectId): Cause {
  return {
    code: 'reference-not-granted',
    message: `may not use ${shortName(to)}: no ReferenceGrant in ${to.namespace} allows it to a ${from.kind} of ${from.namespace}`,
    fix: `create a ReferenceGrant in ${to.namespace}: from ${from.kind} (${from.group}) in ${from.namespace}, to ${to.kind} ${to.name}`,
  };
}
