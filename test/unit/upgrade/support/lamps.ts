import { valueAt } from '../../../../src/manifest/json.ts';
import type { JsonObject } from '../../../../src/manifest/json.ts';
import type { KubernetesObject } from '../../../../src/manifest/object.ts';
import { crd } from '../../support/objects.ts';
import type { CrdOptions } from '../../support/objects.ts';
import { TEXT, object } from './schemas.ts';

/** A version of the CRD, and what it has beside the schema. */
export type Version = NonNullable<CrdOptions['versions']>[number] & { extras?: JsonObject };

const spec = (properties: JsonObject): JsonObject => object({ spec: object(properties) });
/** Objects with `spec.a`. */
export const A = spec({ a: TEXT });
/** Objects with `spec.a` and `spec.b`. */
export const AB = spec({ a: TEXT, b: TEXT });

/** A CRD of these versions; the last one is stored unless another says so. */
export function lamps(versions: readonly Version[], rest: JsonObject = {}): KubernetesObject {
  const stored = versions.some(({ storage }) => storage) ? undefined : versions.at(-1);
  const lamp = crd('Lamp', {
    versions: versions.map((version) => ({ storage: version === stored, schema: A, ...version })),
  });
  versions.forEach(({ extras }, index) => {
    Object.assign(valueAt(lamp, ['spec', 'versions', index]) ?? {}, extras);
  });
  Object.assign(lamp.spec ?? {}, rest);
  return lamp;
}

/** What makes a webhook convert between the versions. */
export const WEBHOOK = { conversion: { strategy: 'Webhook' } };
