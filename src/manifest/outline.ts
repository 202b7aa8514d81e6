import { BUNDLE_MARKS } from './bundle-mark.ts';
import { DEPENDS_ON } from './depends-on.ts';
import { isJsonObject, valueAt } from './json.ts';
import type { Json, JsonObject } from './json.ts';
import type { KubernetesObject } from './object.ts';

type Path = readonly [string, ...string[]];

/** What plans, gates and health checks look at; a `*` stands for every item of a list. */
const OUTLINE: readonly Path[] = [
  ['apiVersion'],
  ['kind'],
  ['metadata', 'name'],
  ['metadata', 'namespace'],
  ['metadata', 'annotations', DEPENDS_ON],
  // CustomResourceDefinition
  ['spec', 'group'],
  ['spec', 'scope'],
  ['spec', 'names', 'kind'],
  ['spec', 'names', 'plural'],
  ['spec', 'versions', '*', 'name'],
  ['spec', 'versions', '*', 'served'],
  ['spec', 'versions', '*', 'storage'],
  ['spec', 'conversion', 'webhook', 'clientConfig', 'service'],
  // ValidatingWebhookConfiguration, MutatingWebhookConfiguration
  ['webhooks', '*', 'clientConfig', 'service'],
  ['webhooks', '*', 'failurePolicy'],
  // APIService
  ['spec', 'version'],
  ['spec', 'service'],
  // Service, and the workloads that it may select
  ['spec', 'selector'],
  ['spec', 'template', 'metadata', 'labels'],
  // Job
  ['spec', 'ttlSecondsAfterFinished'],
];

/**
 * The part of an object that says what it is and what it depends on. It is an object of the same shape, so
 * that the same code reads both; what is left out is a CRD's schemas, a ConfigMap's data and the like.
 */
export function outlineOf(object: KubernetesObject): KubernetesObject {
  let outline: Json = {};
  for (const path of [...OUTLINE, ...markPaths(object)]) outline = withPath(outline, object, path);
  return outline as KubernetesObject;
}

/** Where an object says of which bundle it is: see {@link bundleMarks}. */
function markPaths({ metadata }: KubernetesObject): Path[] {
  return Object.keys(metadata.annotations ?? {})
    .filter((key) => BUNDLE_MARKS.some((end) => key.endsWith(end)))
    .map((key): Path => ['metadata', 'annotations', key]);
}

/** `target` with what `source` has at `path`; `target` itself where it has nothing there. */
function withPath(target: Json, source: Json, path: readonly string[]): Json {
  const [step, ...rest] = path;
  if (step === undefined) return source;
  if (step === '*') {
    if (!Array.isArray(source)) return target;
    const items = Array.isArray(target) ? target : [];
    return source.map((item, index) => withPath(items[index] ?? {}, item, rest));
  }
  const inner = valueAt(source, [step]) as Json | undefined;
  if (inner === undefined || !isJsonObject(source)) return target;
  const before: JsonObject = isJsonObject(target) ? target : {};
  const own = Object.hasOwn(before, step) ? before[step] : undefined;
  const found = withPath(own ?? (rest[0] === '*' ? [] : {}), inner, rest);
  const isEmpty = isJsonObject(found) && rest.length > 0 && Object.keys(found).length === 0;
  return isEmpty ? target : { ...before, [step]: found };
}
