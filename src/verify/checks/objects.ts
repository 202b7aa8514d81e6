import { unservedReason } from '../../bundle/unserved-groups.ts';
import { finding } from '../../findings.ts';
import { objectId, objectKey } from '../../manifest/object.ts';
import { subjectOf } from '../verified-release.ts';
import { placeOf } from '../../manifest/place.ts';
import type { Check } from '../verified-release.ts';

/** No object stands there twice: kustomize refuses such a tree. */
export const checkObjectsTwice: Check = ({ objects }) => {
  const byKey = Map.groupBy(objects, ({ object }) => objectKey(objectId(object)));
  return [...byKey.values()].flatMap(([first, ...others]) =>
    others.map((other) =>
      finding('error', subjectOf(other), {
        code: 'object-twice',
        message: `stands in ${first?.file ?? ''} as well`,
        hint: 'remove one of them',
        at: placeOf(other),
      }),
    ),
  );
};

/** MicroShift serves the API groups of the objects. */
export const checkServedGroups: Check = ({ objects }) =>
  objects.flatMap((source) => {
    const reason = unservedReason(source.object);
    return reason === undefined
      ? []
      : [
          finding('error', subjectOf(source), {
            code: 'kind-unserved',
            message: `could never be applied: ${reason}`,
            hint: 'leave it out of the component',
            at: placeOf(source),
          }),
        ];
  });
