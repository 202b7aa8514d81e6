import { finding } from '../../findings.ts';
import type { Finding } from '../../findings.ts';
import { crdInfo, isCrd } from '../../manifest/crd.ts';
import { valueAt } from '../../manifest/json.ts';
import { subjectOf } from '../verified-release.ts';
import { placeOf } from '../../manifest/place.ts';
import type { Check } from '../verified-release.ts';
import type { ManifestObject } from '../../manifest/object.ts';

/** Groups whose CRDs need the annotation {@link APPROVAL}. */
const PROTECTED_GROUP = /(?:^|\.)(?:k8s|kubernetes)\.io$/;
const APPROVAL = 'api-approved.kubernetes.io';

/**
 * What the API server asks of a CRD as such (apiextensions-apiserver,
 * pkg/apis/apiextensions/validation/validation.go), as far as mistakes in packaging break it.
 */
export const checkCrds: Check = ({ objects }) =>
  objects.filter(({ object }) => isCrd(object)).flatMap(crdFindings);

function crdFindings(source: ManifestObject): Finding[] {
  const wrong = (path: (string | number)[], message: string): Finding =>
    finding('error', subjectOf(source, path), {
      code: 'crd-invalid',
      message,
      hint: 'correct the CRD; the API server would refuse it',
      at: placeOf(source, path),
    });
  const info = crdInfo(source.object);
  if (info === undefined) return [wrong(['spec'], 'must have group, names.kind and names.plural')];
  const { name, group, plural, versions } = info;
  const versionAt = ['spec', 'versions'];
  const stored = versions.filter(({ storage }) => storage);
  const names = versions.map((version) => version.name);
  const isProtected = PROTECTED_GROUP.test(group);
  const approval = valueAt(source.object, ['metadata', 'annotations', APPROVAL]);
  return [
    ...(name === `${plural}.${group}`
      ? []
      : [wrong(['metadata', 'name'], `must be ${plural}.${group}`)]),
    ...(stored.length === 1
      ? []
      : [wrong(versionAt, `must have one storage version, and has ${stored.length}`)]),
    ...(versions.some(({ served }) => served) ? [] : [wrong(versionAt, 'serves no version')]),
    ...(new Set(names).size === names.length ? [] : [wrong(versionAt, 'has a version twice')]),
    ...versions.flatMap(({ schema }, index) =>
      schema.type === 'object'
        ? []
        : [wrong([...versionAt, index, 'schema'], 'must have a schema of the type object')],
    ),
    ...(isProtected && !approval
      ? [wrong(['metadata', 'annotations'], `must have the annotation ${APPROVAL} in this group`)]
      : []),
  ];
}
