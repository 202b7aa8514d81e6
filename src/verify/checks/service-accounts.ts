import { finding } from '../../findings.ts';
import { textAt } from '../../manifest/json.ts';
import { indexObjects } from '../object-index.ts';
import { podsOf } from '../pods.ts';
import { subjectOf } from '../verified-release.ts';
import { placeOf } from '../../manifest/place.ts';
import type { Check } from '../verified-release.ts';

/** Pods run as ServiceAccounts that exist: without its own, none is ever made. */
export const checkServiceAccounts: Check = ({ objects }) => {
  const index = indexObjects(objects);
  return podsOf(objects).flatMap(({ source, namespace, template, path }) => {
    // The older name of the field, which still counts.
    const older = textAt(template, ['spec', 'serviceAccount']);
    const name = textAt(template, ['spec', 'serviceAccountName']) || older;
    if (name === '' || name === 'default' || !index.hasNamespace(namespace)) return [];
    if (index.has({ group: '', kind: 'ServiceAccount', namespace, name })) return [];
    const at = [...path, 'spec', 'serviceAccountName'];
    return [
      finding('error', subjectOf(source, at), {
        code: 'service-account-missing',
        message: `nothing in the release makes the ServiceAccount ${namespace}/${name}, without which no pod starts`,
        hint: 'add it to the component, or correct its name',
        at: placeOf(source, at),
      }),
    ];
  });
};
