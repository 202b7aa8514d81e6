import { finding } from '../../findings.ts';
import type { Finding } from '../../findings.ts';
import { builtinKind } from '../../manifest/builtin-kinds.ts';
import { definedKinds } from '../../manifest/crd.ts';
import type { CrdInfo, CrdVersion } from '../../manifest/crd.ts';
import { groupKindKey, objectId, versionOf } from '../../manifest/object.ts';
import type { ManifestObject } from '../../manifest/object.ts';
import { unservedReason } from '../../bundle/unserved-groups.ts';
import { servesKind } from '../cluster-facts.ts';
import { schemaValidator } from '../schema/schema-validator.ts';
import { subjectOf } from '../verified-release.ts';
import { placeOf } from '../../manifest/place.ts';
import type { ObjectCheck } from '../verified-release.ts';

/** So many problems of one object are shown: one mistake can break all the fields below it. */
const MAX_VIOLATIONS = 20;

/**
 * Custom resources are what the CRDs of the release allow, in the version that they are written in; and
 * their kinds are defined somewhere.
 */
export const checkCustomResources: ObjectCheck = ({ objects }) => {
  const defined = definedKinds(objects.map(({ object }) => object));
  const custom = objects.filter(({ object }) => builtinKind(objectId(object)) === undefined);
  const byKind = Map.groupBy(custom, ({ object }) => groupKindKey(objectId(object)));
  return [...byKind].flatMap(([kind, resources]) => {
    const crd = defined.get(kind);
    if (crd === undefined) return undefinedKind(resources);
    const byVersion = Map.groupBy(resources, ({ object }) => versionOf(object.apiVersion));
    return [...byVersion].flatMap(([version, ofVersion]) =>
      versionFindings(crd, version, ofVersion),
    );
  });
};

function undefinedKind(resources: readonly ManifestObject[]): Finding[] {
  const [first] = resources;
  if (first === undefined || servesKind(objectId(first.object))) return [];
  if (unservedReason(first.object) !== undefined) return [];
  const kind = groupKindKey(objectId(first.object));
  return [
    finding('note', kind, {
      code: 'kind-undefined',
      message: `no CRD of the release defines ${kind}; objects that wait for one: ${resources.length}`,
      hint: 'add the source of the CRD, unless another component brings it',
      at: placeOf(first),
    }),
  ];
}

function versionFindings(
  crd: CrdInfo,
  name: string,
  resources: readonly ManifestObject[],
): Finding[] {
  const version = crd.versions.find((each) => each.name === name);
  if (version?.served === true) return resourceFindings(crd, version, resources);
  const served = crd.versions.filter((each) => each.served).map((each) => each.name);
  return resources.map((resource) =>
    finding('error', subjectOf(resource), {
      code: 'version-unserved',
      message: `the CRD ${crd.name} serves ${served.join(', ') || 'no version'}, not ${name}`,
      hint: 'change the apiVersion, or let it follow the CRD',
      at: placeOf(resource, ['apiVersion']),
    }),
  );
}

function resourceFindings(
  crd: CrdInfo,
  version: CrdVersion,
  resources: readonly ManifestObject[],
): Finding[] {
  const validator = schemaValidator(version.schema);
  if ('unusable' in validator) return [unusableSchema(crd, version, validator.unusable)];
  const untested = new Set<string>();
  const findings = resources.flatMap((resource) => {
    const judgement = validator.judge(resource.object);
    judgement.untested.forEach((pattern) => untested.add(pattern));
    const shown = judgement.violations.slice(0, MAX_VIOLATIONS);
    return shown.map(({ path, message }, index) => {
      const more = judgement.violations.length - MAX_VIOLATIONS;
      const isLast = index === MAX_VIOLATIONS - 1 && more > 0;
      return finding('error', subjectOf(resource, path), {
        code: 'resource-invalid',
        message: isLast ? `${message}; and ${more} more problems of this object` : message,
        hint: `correct it by the CRD ${crd.name}; the API server would refuse it`,
        at: placeOf(resource, path),
      });
    });
  });
  return [...findings, ...[...untested].map((pattern) => untestedPattern(crd, version, pattern))];
}

function unusableSchema(crd: CrdInfo, version: CrdVersion, why: string): Finding {
  return finding('error', `${crd.name}/${version.name}`, {
    code: 'schema-unusable',
    message: `the schema of ${version.name} cannot be used: ${why}`,
    hint: 'correct the CRD',
    at: { object: `CustomResourceDefinition ${crd.name}` },
  });
}

function untestedPattern(crd: CrdInfo, version: CrdVersion, pattern: string): Finding {
  return finding('note', `${crd.name}/${version.name}:${pattern}`, {
    code: 'pattern-untested',
    message: `the pattern ${pattern} of ${version.name} was not tested: it uses syntax of Go that JavaScript lacks, or takes too long there`,
    hint: 'look at the values that it is for yourself',
    at: { object: `CustomResourceDefinition ${crd.name}` },
  });
}
