import { finding } from '../../findings.ts';
import type { Finding } from '../../findings.ts';
import { SERVING_CERTIFICATE } from '../../bundle/service-ca.ts';
import { isJsonObject, textAt, valueAt } from '../../manifest/json.ts';
import { builtinKind } from '../../manifest/builtin-kinds.ts';
import { objectId, objectKey } from '../../manifest/object.ts';
import type { ManifestObject } from '../../manifest/object.ts';
import { hasConfigMap } from '../cluster-facts.ts';
import { indexObjects } from '../object-index.ts';
import { containersOf, listAt, podsOf } from '../pods.ts';
import type { Pods } from '../pods.ts';
import { subjectOf } from '../verified-release.ts';
import { placeOf } from '../../manifest/place.ts';
import type { Check } from '../verified-release.ts';

type Kind = 'ConfigMap' | 'Secret';
type Use = { kind: Kind; name: string; path: readonly (string | number)[] };

/**
 * What pods mount or take their environment from exists, or may be missing: they start only when all of
 * it is there. Operators make some of it themselves, so this is no more than a note.
 */
export const checkPodConfiguration: Check = ({ objects }) => {
  const index = indexObjects(objects);
  const made = new Set(objects.flatMap(madeSecrets));
  return podsOf(objects).flatMap((pods) => {
    const { source, namespace } = pods;
    const missing = usesOf(pods).filter(({ kind, name }) => {
      const id = { group: '', kind, namespace, name };
      const isEverywhere = kind === 'ConfigMap' && hasConfigMap(name);
      return name !== '' && !isEverywhere && !index.has(id) && !made.has(objectKey(id));
    });
    const unique = new Map(missing.map((use) => [`${use.kind} ${use.name}`, use]));
    return [...unique.values()].map(({ kind, name, path }): Finding =>
      finding('note', `${subjectOf(source)}:${kind}/${name}`, {
        code: 'configuration-elsewhere',
        message: `nothing in the release makes the ${kind} ${name}, and the pod starts only when it is there`,
        hint: 'add it to the component, or make sure that an operator or administrator does',
        at: placeOf(source, path),
      }),
    );
  });
};

/** The Secrets that others make of an object: of an annotated Service, or of a request for a certificate. */
function madeSecrets({ object }: ManifestObject): string[] {
  const id = objectId(object);
  const name =
    builtinKind(id) === undefined
      ? textAt(object, ['spec', 'secretName'])
      : (object.metadata.annotations?.[SERVING_CERTIFICATE] ?? '');
  return name === '' ? [] : [objectKey({ ...id, group: '', kind: 'Secret', name })];
}

function usesOf(pods: Pods): Use[] {
  const { template, path } = pods;
  const volumes = listAt(template, ['spec', 'volumes']).flatMap((volume, index) => {
    const at = [...path, 'spec', 'volumes', index];
    const projected = listAt(volume, ['projected', 'sources']).flatMap((source, position) =>
      usesIn(source, [...at, 'projected', 'sources', position], SOURCES),
    );
    return [...usesIn(volume, at, SOURCES), ...projected];
  });
  const environment = containersOf(pods).flatMap(({ container, path: at }) => [
    ...listAt(container, ['env']).flatMap((variable, index) => {
      const inner = valueAt(variable, ['valueFrom']);
      return usesIn(inner, [...at, 'env', index, 'valueFrom'], KEYS);
    }),
    ...listAt(container, ['envFrom']).flatMap((source, index) =>
      usesIn(source, [...at, 'envFrom', index], REFERENCES),
    ),
  ]);
  return [...volumes, ...environment];
}

type Field = [field: string, kind: Kind, nameField: string];

const SOURCES: Field[] = [
  ['configMap', 'ConfigMap', 'name'],
  ['secret', 'Secret', 'secretName'],
  // In a projected volume.
  ['secret', 'Secret', 'name'],
];
const KEYS: Field[] = [
  ['configMapKeyRef', 'ConfigMap', 'name'],
  ['secretKeyRef', 'Secret', 'name'],
];
const REFERENCES: Field[] = [
  ['configMapRef', 'ConfigMap', 'name'],
  ['secretRef', 'Secret', 'name'],
];

function usesIn(
  holder: unknown,
  path: readonly (string | number)[],
  fields: readonly Field[],
): Use[] {
  return fields.flatMap(([field, kind, nameField]) => {
    const reference = valueAt(holder, [field]);
    if (!isJsonObject(reference) || reference.optional === true) return [];
    return [{ kind, name: textAt(reference, [nameField]), path: [...path, field] }];
  });
}
