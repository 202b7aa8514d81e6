import { canonicalJsonText } from '../manifest/json.ts';
import type { Json } from '../manifest/json.ts';
import { addAt, childAt, pointerSteps, removeAt, replaceAt } from '../manifest/json-patch.ts';
import type { Container } from '../manifest/json-patch.ts';
import type { KubernetesObject } from '../manifest/object.ts';
import type { PatchOperation } from './component-schema.ts';

type Test = Extract<PatchOperation, { op: 'test' }>;

/** Whether all places that the path of a test means are there and have its value. */
export function testHolds(object: KubernetesObject, { path, value }: Test): boolean {
  const wanted = canonicalJsonText(value);
  const found = placesOf(object, path).map(({ parent, step }) => childAt(parent, step));
  return (
    found.length > 0 &&
    found.every((each) => each !== undefined && canonicalJsonText(each) === wanted)
  );
}

/** Whether the operation changed, or would have changed, at least one place of the object. */
export function applyOperation(
  object: KubernetesObject,
  operation: Exclude<PatchOperation, Test>,
): boolean {
  if (operation.op === 'move' || operation.op === 'copy') return transfer(object, operation);
  return placesOf(object, operation.path)
    .map(({ parent, step }) => applyAt(parent, step, operation))
    .some(Boolean);
}

function transfer(
  object: KubernetesObject,
  { op, from, path }: Extract<PatchOperation, { from: string }>,
): boolean {
  // Into itself: there would be nowhere to put it.
  if (op === 'move' && path.startsWith(`${from}/`)) return false;
  const [source] = placesOf(object, from);
  const value = source === undefined ? undefined : childAt(source.parent, source.step);
  if (source === undefined || value === undefined) return false;
  const copy = structuredClone(value);
  if (op === 'move') removeAt(source.parent, source.step);
  const [target] = placesOf(object, path);
  return target !== undefined && addAt(target.parent, target.step, copy);
}

/** The places that a path means, of which the last step need not be there. */
function placesOf(
  object: KubernetesObject,
  pointer: string,
): { parent: Container; step: string }[] {
  const steps = pointerSteps(pointer);
  const last = steps.pop();
  if (last === undefined) return [];
  const parents = steps.reduce<Json[]>(
    (places, step) =>
      places.flatMap((place) => expand(place, step).map((each) => childAt(place, each) ?? null)),
    [object],
  );
  return parents
    .filter((parent) => typeof parent === 'object' && parent !== null)
    .flatMap((parent) => expand(parent, last).map((step) => ({ parent, step })));
}

/** `*` is every item of a list, the last one first: what is done to one leaves the places of the others. */
function expand(place: Json, step: string): string[] {
  if (step !== '*' || !Array.isArray(place)) return [step];
  return [...place.keys()].toReversed().map(String);
}

function applyAt(
  parent: Container,
  step: string,
  operation: Extract<PatchOperation, { op: 'add' | 'replace' | 'remove' }>,
): boolean {
  if (operation.op === 'remove') return removeAt(parent, step);
  const change = operation.op === 'add' ? addAt : replaceAt;
  return change(parent, step, structuredClone(operation.value));
}
