import { finding } from '../../findings.ts';
import { definedKinds, kindInfo } from '../../manifest/crd.ts';
import { objectId } from '../../manifest/object.ts';
import { hasNamespace } from '../cluster-facts.ts';
import { indexObjects } from '../object-index.ts';
import { subjectOf } from '../verified-release.ts';
import { placeOf } from '../../manifest/place.ts';
import type { Check } from '../verified-release.ts';

/** The namespaces in which objects are to live are made by the release, or there on every device. */
export const checkNamespaces: Check = ({ objects }) => {
  const index = indexObjects(objects);
  const defined = definedKinds(objects.map(({ object }) => object));
  const unnamed = objects
    .filter(({ object }) => {
      const id = objectId(object);
      return id.namespace === '' && kindInfo(id, defined)?.namespaced === true;
    })
    .map((source) =>
      finding('error', subjectOf(source), {
        code: 'namespace-unnamed',
        message:
          'lives in a namespace and names none, so it would land wherever it is applied from',
        hint: 'set metadata.namespace',
        at: placeOf(source, ['metadata', 'namespace']),
      }),
    );
  const inNamespaces = Map.groupBy(objects, ({ object }) => object.metadata.namespace ?? '');
  const elsewhere = [...inNamespaces]
    .filter(([name]) => name !== '' && !index.hasNamespace(name) && !hasNamespace(name))
    .map(([name, residents]) => {
      const [first] = residents;
      return finding('note', name, {
        code: 'namespace-elsewhere',
        message: `nothing in the release makes the namespace ${name}; objects that wait for it: ${residents.length}`,
        hint: 'add a Namespace to the component, unless another one brings it',
        ...(first && { at: placeOf(first, ['metadata', 'namespace']) }),
      });
    });
  return [...unnamed, ...elsewhere];
};
