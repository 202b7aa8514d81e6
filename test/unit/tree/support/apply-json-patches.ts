import assert from 'node:assert/strict';
import type { Json } from '../../../../src/manifest/json.ts';
import { groupOf, versionOf } from '../../../../src/manifest/object.ts';
import type { KubernetesObject } from '../../../../src/manifest/object.ts';
import { parseYaml } from '../../../../src/manifest/yaml.ts';

type Target = { group?: string; version: string; kind: string; namespace?: string; name: string };
type Patches = { patches: { target: Target; patch: string }[] };
type Replace = { op: string; path: string; value: Json };

/**
 * What kustomize makes of objects with the patches of a kustomization, by the words of its documentation
 * and of RFC 6902: every object that all expressions of the target match as a whole is patched.
 */
export function applyJsonPatches(
  objects: readonly KubernetesObject[],
  kustomization: string,
): KubernetesObject[] {
  const patched = structuredClone([...objects]);
  if (kustomization === '') return patched;
  const [document] = parseYaml(kustomization, 'kustomization.yaml');
  const { patches } = (document?.value ?? assert.fail('an empty kustomization')) as Patches;
  for (const { target, patch } of patches) {
    const matching = patched.filter((object) => matches(target, object));
    assert.notEqual(matching.length, 0, 'a patch matches something');
    const operations = parseYaml(patch, 'patch')[0]?.value as Replace[];
    for (const object of matching) for (const each of operations) replace(object, each);
  }
  return patched;
}

function matches(target: Target, { apiVersion, kind, metadata }: KubernetesObject): boolean {
  const is = (expression: string | undefined, text: string): boolean =>
    expression === undefined || new RegExp(`^(?:${expression})$`).test(text);
  return (
    is(target.group, groupOf(apiVersion)) &&
    is(target.version, versionOf(apiVersion)) &&
    is(target.kind, kind) &&
    is(target.namespace, metadata.namespace ?? '') &&
    is(target.name, metadata.name)
  );
}

function replace(object: KubernetesObject, { op, path, value }: Replace): void {
  assert.equal(op, 'replace');
  const steps = path
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  const last = steps.pop() ?? assert.fail('a path is not empty');
  let parent = object as Record<string, Json>;
  for (const step of steps) {
    assert.ok(Object.hasOwn(parent, step), path);
    parent = parent[step] as Record<string, Json>;
  }
  assert.ok(Object.hasOwn(parent, last), `${path} is there`);
  Object.defineProperty(parent, last, { value, enumerable: true });
}
