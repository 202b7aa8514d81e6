import type { Finding } from '../../findings.ts';
import { builtinKind } from '../../manifest/builtin-kinds.ts';
import { definedKinds, kindInfo } from '../../manifest/crd.ts';
import type { CrdInfo } from '../../manifest/crd.ts';
import { DNS_LABEL, DNS_SUBDOMAIN } from '../../manifest/names.ts';
import { groupKindKey, objectId } from '../../manifest/object.ts';
import type { ManifestObject } from '../../manifest/object.ts';
import { refusedField } from '../refused-field.ts';
import type { ObjectCheck } from '../verified-release.ts';

/** Groups whose objects have names of other forms, such as `system:node`. */
const OTHER_NAMES = new Set([
  'apiregistration.k8s.io',
  'certificates.k8s.io',
  'rbac.authorization.k8s.io',
]);

/** Kinds whose names are a part of a DNS name, and not all of one. */
const LABELS = new Set(['Namespace.', 'Service.']);

const NAME_PART = /^(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)$/;

/**
 * What the API server asks of the metadata of any object (apimachinery, pkg/api/validation): names and
 * labels of the right form, and a namespace only where the kind lives in one.
 */
export const checkMetadata: ObjectCheck = ({ objects }) => {
  const defined = definedKinds(objects.map(({ object }) => object));
  return objects.flatMap((source) => [
    ...nameFindings(source, defined),
    ...scopeFindings(source, defined),
    ...labelFindings(source),
  ]);
};

function nameFindings(source: ManifestObject, defined: ReadonlyMap<string, CrdInfo>): Finding[] {
  const id = objectId(source.object);
  const key = groupKindKey(id);
  // What serves any other kind may take any name.
  const isKnown = builtinKind(id) !== undefined || defined.has(key);
  if (!isKnown || OTHER_NAMES.has(id.group) || key === 'IPAddress.networking.k8s.io') return [];
  const [form, expected] = LABELS.has(key)
    ? [DNS_LABEL, 'at most 63 of a-z, 0-9 and -, with a letter or digit at both ends']
    : [DNS_SUBDOMAIN, 'a-z, 0-9, - and ., with a letter or digit at the ends of each part'];
  return form.test(id.name)
    ? []
    : [refusedField('name-invalid', source, ['metadata', 'name'], `has to be ${expected}`)];
}

function scopeFindings(source: ManifestObject, defined: ReadonlyMap<string, CrdInfo>): Finding[] {
  const id = objectId(source.object);
  const isMisplaced = id.namespace !== '' && kindInfo(id, defined)?.namespaced === false;
  return isMisplaced
    ? [
        refusedField(
          'namespace-unexpected',
          source,
          ['metadata', 'namespace'],
          'its kind does not live in namespaces',
        ),
      ]
    : [];
}

function labelFindings(source: ManifestObject): Finding[] {
  const { labels, annotations } = source.object.metadata;
  const keys = (field: 'labels' | 'annotations', names: readonly string[]): Finding[] =>
    names
      // The API server lets annotations have capitals in their domain.
      .filter((name) => !isQualified(field === 'annotations' ? name.toLowerCase() : name))
      .map((name) =>
        refusedField(
          'label-invalid',
          source,
          ['metadata', field, name],
          'its key has to be a name of at most 63 characters, after a domain and / if it has one',
        ),
      );
  return [
    ...keys('labels', Object.keys(labels ?? {})),
    ...keys('annotations', Object.keys(annotations ?? {})),
    ...Object.entries(labels ?? {})
      .filter(([, value]) => value !== '' && !NAME_PART.test(value))
      .map(([name]) =>
        refusedField(
          'label-invalid',
          source,
          ['metadata', 'labels', name],
          'has to be at most 63 of A-Z, a-z, 0-9, -, _ and ., with a letter or digit at both ends',
        ),
      ),
  ];
}

/** `name` or `example.com/name`. */
function isQualified(key: string): boolean {
  const slash = key.indexOf('/');
  if (slash < 0) return NAME_PART.test(key);
  return DNS_SUBDOMAIN.test(key.slice(0, slash)) && NAME_PART.test(key.slice(slash + 1));
}
