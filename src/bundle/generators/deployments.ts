import { isJsonObject, toJsonText, valueAt } from '../../manifest/json.ts';
import type { JsonObject } from '../../manifest/json.ts';
import { backendsOf } from '../backends.ts';
import type { Installation } from '../installation.ts';
import { withCertificateVolumes } from './certificate-volumes.ts';
import type { Generator } from './generator.ts';

/**
 * The Deployments of the install strategy: spec verbatim, `label` as the Deployment's labels; those that
 * the API server calls get their certificate.
 */
export const generateDeployments: Generator = (bundle, installation) => {
  const { namespace } = installation;
  const backends = backendsOf(bundle);
  return bundle.csv.deployments.map(({ name, label, spec }) => {
    const secret = backends.get(name)?.secret;
    const annotated = withOlmAnnotations(spec, installation);
    return {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: {
        name,
        namespace,
        ...(Object.keys(label).length > 0 ? { labels: label } : {}),
      },
      spec: secret === undefined ? annotated : withCertificateVolumes(annotated, secret),
    };
  });
};

/**
 * OLM annotates the pod template with the namespaces that the operator serves. Only the downward API
 * can see an annotation, so it is added where the template asks for it by name; elsewhere the spec
 * stays the bundle's. What the template says itself wins.
 */
function withOlmAnnotations(
  spec: JsonObject,
  { namespace, targetNamespaces = [] }: Installation,
): JsonObject {
  const text = toJsonText(spec);
  const annotations = Object.entries({
    'olm.operatorNamespace': namespace,
    // Nothing stands for all, in OLM's notation.
    'olm.targetNamespaces': targetNamespaces.join(','),
  }).filter(([key]) => text.includes(`metadata.annotations['${key}']`));
  if (annotations.length === 0 || !isJsonObject(spec.template)) return spec;
  const metadata = isJsonObject(spec.template.metadata) ? spec.template.metadata : {};
  const own = valueAt(metadata, ['annotations']);
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
