import { finding } from '../../findings.ts';
import type { Finding } from '../../findings.ts';
import { isJsonObject, valueAt } from '../../manifest/json.ts';
import { objectId } from '../../manifest/object.ts';
import { podsOf } from '../pods.ts';
import { subjectOf } from '../verified-release.ts';
import { placeOf } from '../../manifest/place.ts';
import type { Check } from '../verified-release.ts';

/** Services select pods of the release. Those of pods that an operator makes do not. */
export const checkServiceSelectors: Check = ({ objects }) => {
  const pods = podsOf(objects);
  return objects.flatMap((source): Finding[] => {
    const { group, kind, namespace } = objectId(source.object);
    const selector = valueAt(source.object, ['spec', 'selector']);
    if (group !== '' || kind !== 'Service' || !isJsonObject(selector)) return [];
    const wanted = Object.entries(selector);
    if (wanted.length === 0) return [];
    const isSelected = pods.some((pod) => {
      const labels = valueAt(pod.template, ['metadata', 'labels']);
      return (
        pod.namespace === namespace &&
        wanted.every(([name, value]) => valueAt(labels, [name]) === value)
      );
    });
    if (isSelected) return [];
    return [
      finding('note', subjectOf(source), {
        code: 'service-selects-nothing',
        message: 'selects no pod of the release',
        hint: 'correct its selector, unless an operator makes the pods',
        at: placeOf(source, ['spec', 'selector']),
      }),
    ];
  });
};
