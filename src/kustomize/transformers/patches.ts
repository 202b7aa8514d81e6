import { isJsonObject } from '../../manifest/json.ts';
import type { Json, JsonObject } from '../../manifest/json.ts';
import { UnexpectedShape } from '../field-spec.ts';
import { applyJsonPatch, hasLargeNumbers, isTextMap, readJsonPatch } from '../json-patch.ts';
import type { Selector } from '../kustomization-schema.ts';
import { currentId, resourceKey } from '../resource.ts';
import type { Resource, ResourceId } from '../resource.ts';
import { selectResources } from '../select-resources.ts';
import { strategicMerge } from '../strategic-merge.ts';

/** A patch's documents, read. */
export type Patch =
  | { type: 'json'; operations: Json[]; target: Selector }
  | { type: 'merge'; documents: JsonObject[]; target: Selector | undefined };

/** A strategic merge patch without a target is for the one object of its name, which there has to be. */
export class NoTarget extends Error {}

/** Makes strategic merge patches: PatchTransformer of kustomize. */
export function mergePatches(
  resources: readonly Resource[],
  { documents, target }: Patch & { type: 'merge' },
): void {
  if (target !== undefined && documents.length > 1) throw new UnexpectedShape('patch');
  for (const document of documents) {
    const targets =
      target === undefined ? [resourceOf(resources, document)] : selectResources(resources, target);
    // What the target's kind and name are does not come from the patch.
    const { apiVersion: _, kind: __, metadata, ...rest } = document;
    const { name: ___, namespace: ____, ...otherMetadata } = metadata as JsonObject;
    const patch = { ...rest, metadata: otherMetadata };
    // With a target kustomize rewrites them as texts first, null among them.
    if (target !== undefined) checkTexts(patch);
    for (const { object, hasSchemaComments } of targets) {
      if (hasSchemaComments) throw new UnexpectedShape('comments');
      strategicMerge(object, patch);
      checkTexts(object);
    }
  }
}

/**
 * Makes a JSON Patch on what its target selects.
 * @param remembers whether the names that objects had before are remembered, as only `patches` does
 */
export function makeJsonPatch(
  resources: readonly Resource[],
  { operations, target }: Patch & { type: 'json' },
  remembers: boolean,
): void {
  const known = readJsonPatch(operations);
  for (const { object, previous, linked } of selectResources(resources, target)) {
    const id = currentId(object);
    // On its way through JSON everything becomes a copy.
    linked.length = 0;
    if (remembers) previous.push(id);
    if (hasLargeNumbers(object)) throw new UnexpectedShape('numbers');
    const { metadata } = object;
    // Kustomize keeps what it remembers in annotations, so that there are some.
    if (previous.length > 0) metadata.annotations ??= {};
    applyJsonPatch(object, known);
    const isSame =
      isJsonObject(object.metadata) &&
      typeof object.apiVersion === 'string' &&
      resourceKey(currentId(object)) === resourceKey(id);
    if (!isSame) throw new UnexpectedShape('identity');
    checkTexts(object);
  }
}

function resourceOf(resources: readonly Resource[], patch: JsonObject): Resource {
  const wanted = resourceKey(idOf(patch));
  const found = resources.filter(({ object, previous }) =>
    [...previous, currentId(object)].some((id) => resourceKey(id) === wanted),
  );
  const [resource] = found;
  if (found.length > 1) throw new UnexpectedShape('patch');
  if (resource === undefined) throw new NoTarget(shown(idOf(patch)));
  return resource;
}

function idOf(patch: JsonObject): ResourceId {
  return currentId({ apiVersion: '', ...patch } as Resource['object']);
}

function shown({ group, version, kind, namespace, name }: ResourceId): string {
  return `${kind} ${name} of ${group === '' ? version : `${group}/${version}`} in the namespace ${namespace}`;
}

/** Kustomize makes texts of what else stands in them. */
function checkTexts(object: JsonObject): void {
  const isText = ['labels', 'annotations'].every((field) => isTextMap(object, ['metadata', field]));
  if (!isText) throw new UnexpectedShape('metadata');
}
