import type { Problem } from '../errors.ts';
import { isJsonObject, valueAt } from '../manifest/json.ts';
import type { Json, JsonObject } from '../manifest/json.ts';
import type { CrdInfo, CrdVersion } from '../manifest/crd.ts';
import { displayObject } from '../manifest/display.ts';
import { apiVersionOf, groupKindKey, objectId, versionOf } from '../manifest/object.ts';
import type { KubernetesObject } from '../manifest/object.ts';
import type { HandWritten } from './read-component.ts';

/**
 * Sets the fields of a hand-written object that are to follow its CRD: `apiVersion` becomes the version
 * that the CRD stores, any other field the default of the schema of that version. So a rebase onto a
 * bundle with another API version, or another default of an operand's version, needs no edit by hand.
 */
export function followCrd(
  written: HandWritten,
  kinds: ReadonlyMap<string, CrdInfo>,
): { object: KubernetesObject; problems: Problem[] } {
  const { object } = written;
  const id = objectId(object);
  const problems: Problem[] = [];
  const wrong = (field: string, message: string, hint: string): void => {
    const at = { file: written.file, line: written.line, object: displayObject(id), field };
    problems.push({ code: 'follow-impossible', message, hint, at });
  };

  const crd = kinds.get(groupKindKey(id));
  if (crd === undefined) {
    if (written.follow.length > 0) {
      const message = `no source defines the kind ${groupKindKey(id)}`;
      wrong(
        'kind',
        message,
        'check the sources, or write the fields yourself instead of following',
      );
    }
    return { object, problems };
  }

  const followsVersion = written.follow.includes('apiVersion');
  const version = followsVersion
    ? crd.versions.find(({ served, storage }) => served && storage)
    : crd.versions.find(({ served, name }) => served && name === versionOf(object.apiVersion));
  if (version === undefined) {
    const served = crd.versions.filter((each) => each.served).map(({ name }) => name);
    const message = followsVersion
      ? `the CRD ${crd.name} does not serve the version that it stores`
      : `the CRD ${crd.name} serves ${served.join(', ') || 'no version'}, not ${versionOf(object.apiVersion)}`;
    const hint = followsVersion
      ? 'use another release of the source'
      : 'write a served version, or let apiVersion follow the CRD (follow: [apiVersion])';
    wrong('apiVersion', message, hint);
    return { object, problems };
  }

  let result: KubernetesObject = { ...object, apiVersion: apiVersionOf(crd.group, version.name) };
  for (const field of written.follow.filter((each) => each !== 'apiVersion')) {
    const path = field.split('.');
    const found = defaultAt(version, path);
    if ('problem' in found) {
      const message = `the CRD ${crd.name} ${found.problem} in version ${version.name}`;
      wrong(field, message, 'write the field yourself and remove it from follow');
    } else {
      result = withValueAt(result, path, found.value) as KubernetesObject;
    }
  }
  return { object: result, problems };
}

function defaultAt(
  version: CrdVersion,
  path: readonly string[],
): { value: Json } | { problem: string } {
  const field = path.join('.');
  const schema = valueAt(
    version.schema,
    path.flatMap((step) => ['properties', step]),
  );
  if (!isJsonObject(schema)) return { problem: `has no field ${field}` };
  const value = schema.default;
  if (value === undefined) return { problem: `gives no default for ${field}` };
  if (Array.isArray(schema.enum) && !schema.enum.includes(value)) {
    return { problem: `gives ${field} a default that its enum does not offer` };
  }
  return { value };
}

function withValueAt(object: JsonObject, path: readonly string[], value: Json): JsonObject {
  const [step, ...rest] = path;
  if (step === undefined) return object;
  const inner = object[step];
  return {
    ...object,
    [step]: rest.length === 0 ? value : withValueAt(isJsonObject(inner) ? inner : {}, rest, value),
  };
}
