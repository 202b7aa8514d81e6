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
 * OLM annotates the pod template with the namespaces that the operator serves, and so does this; what the
 * template says itself wins. A template that hands all of its annotations to its operator keeps its own
 * alone: the operator reads them as its configuration.
 */
function withOlmAnnotations(
  spec: JsonObject,
  { namespace, targetNamespaces = [] }: Installation,
): JsonObject {
  const { template } = spec;
  if (!isJsonObject(template) || toJsonText(spec).includes(ALL_ANNOTATIONS)) return spec;
  const metadata = isJsonObject(template.metadata) ? template.metadata : {};
  const own = valueAt(metadata, ['annotations']);
  const annotations = {
    'olm.operatorNamespace': namespace,
    // Nothing stands for all, in OLM's notation.
    'olm.targetNamespaces': targetNamespaces.join(','),
    ...(isJsonObject(own) ? own : {}),
  };
  return { ...spec, template: { ...template, metadata: { ...metadata, annotations } } };
}

/** The downward API's field for every annotation of a pod. */
const ALL_ANNOTATIONS = '"fieldPath":"metadata.annotations"';
