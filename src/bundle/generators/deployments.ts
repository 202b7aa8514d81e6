import { isJsonObject, toJsonText, valueAt } from '../../manifest/json.ts';
import type { Json, JsonObject } from '../../manifest/json.ts';
import type { Generator } from './generator.ts';

/** The Deployments of the install strategy: spec verbatim, `label` as the Deployment's labels. */
export const generateDeployments: Generator = ({ csv }, namespace) =>
  csv.deployments.map(({ name, label, spec }) => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      name,
      namespace,
      ...(Object.keys(label).length > 0 ? { labels: label } : {}),
    },
    spec: withOlmAnnotations(spec, namespace),
  }));

/**
 * OLM annotates the pod template with the namespaces that the operator serves. Only the downward API
 * can see an annotation, so it is added where the template asks for it by name; elsewhere the spec
 * stays the bundle's. What the template says itself wins.
 */
function withOlmAnnotations(spec: JsonObject, namespace: string): JsonObject {
  const text = toJsonText(spec);
  const annotations = Object.entries({
    'olm.operatorNamespace': namespace,
    // All namespaces, in OLM's notation.
    'olm.targetNamespaces': '',
  }).filter(([key]) => text.includes(`metadata.annotations['${key}']`));
  if (annotations.length === 0 || !isJsonObject(spec.template)) return spec;
  const metadata = isJsonObject(spec.template.metadata) ? spec.template.metadata : {};
  const own = valueAt(metadata, ['annotations']) as Json | undefined;
  return {
    ...spec,
    template: {
      ...spec.template,
      metadata: {
        ...metadata,
        annotations: {
          ...Object.fromEntries(annotations),
          ...(isJsonObject(own) ? own : {}),
        },
      },
    },
  };
}
