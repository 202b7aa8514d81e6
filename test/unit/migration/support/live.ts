import type { JsonObject } from '../../../../src/manifest/json.ts';
import type { KubernetesObject } from '../../../../src/manifest/object.ts';
import { lamps } from '../../upgrade/support/lamps.ts';
import type { Version } from '../../upgrade/support/lamps.ts';

/**
 * Versions from a text such as `v1alpha1 v1* -v1beta1`: a star marks the one that is stored (else the last),
 * a dash one that is not served.
 */
export function versions(text: string, schemas: Record<string, JsonObject> = {}): Version[] {
  const words = text.split(' ');
  const stored = words.find((word) => word.endsWith('*')) ?? words.at(-1);
  return words.map((word) => {
    const name = word.replaceAll(/[-*]/g, '');
    const schema = schemas[name];
    return {
      name,
      served: !word.startsWith('-'),
      storage: word === stored,
      ...(schema === undefined ? {} : { schema }),
    };
  });
}

/** The CRD of lamps as a release has it. */
export function shipped(text: string, rest: JsonObject = {}, metadata: JsonObject = {}) {
  const crd = lamps(versions(text), rest);
  return { ...crd, metadata: { ...crd.metadata, ...metadata } } as KubernetesObject;
}

/** The CRD of lamps as a cluster has it. */
export function living(crd: KubernetesObject, stored: readonly string[]): KubernetesObject {
  return { ...crd, status: { storedVersions: [...stored] } };
}

/** A conversion webhook at a Service. */
export function webhook(service = 'converter'): JsonObject {
  const clientConfig = { service: { namespace: 'lamps', name: service } };
  return { conversion: { strategy: 'Webhook', webhook: { clientConfig } } };
}
