import { finding } from '../../findings.ts';
import { parseImageReference } from '../../manifest/image-reference.ts';
import { textAt } from '../../manifest/json.ts';
import type { JsonObject } from '../../manifest/json.ts';
import { containersOf, podsOf } from '../pods.ts';
import { subjectOf } from '../verified-release.ts';
import { placeOf } from '../../manifest/place.ts';
import type { Check } from '../verified-release.ts';

/** Containers start without asking a registry, which a device without network cannot do. */
export const checkPullPolicy: Check = ({ objects }) =>
  podsOf(objects).flatMap((pods) =>
    containersOf(pods)
      .filter(({ container }) => pullsAlways(container))
      .map(({ container, path }) => {
        const at = [...path, 'imagePullPolicy'];
        return finding('note', subjectOf(pods.source, at), {
          code: 'pull-always',
          message: `the container ${textAt(container, ['name'])} asks its registry at each start, and does not start on a device without network`,
          hint: 'set imagePullPolicy to IfNotPresent by a patch of the component',
          at: placeOf(pods.source, at),
        });
      }),
  );

/**
 * Without a policy of its own, an image of the tag latest is asked for at each start.
 * @see https://kubernetes.io/docs/concepts/containers/images/#imagepullpolicy-defaulting
 */
function pullsAlways(container: JsonObject): boolean {
  const policy = textAt(container, ['imagePullPolicy']);
  if (policy !== '') return policy === 'Always';
  const reference = parseImageReference(textAt(container, ['image']));
  const tag = reference?.tag ?? 'latest';
  return reference !== undefined && reference.digest === undefined && tag === 'latest';
}
