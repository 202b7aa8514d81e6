import { isJsonObject, valueAt } from '../../manifest/json.ts';
import type { JsonObject } from '../../manifest/json.ts';
import { backendsOf } from '../backends.ts';
import type { Callee } from '../callees.ts';
import { SERVING_CERTIFICATE } from '../service-ca.ts';
import type { Generator } from './generator.ts';

/** The Service of each Deployment that the API server calls; service-ca makes its certificate. */
export const generateServices: Generator = (bundle, { namespace }) =>
  [...backendsOf(bundle).values()].map(({ service, secret, deployment, callees }) => {
    const labels = valueAt(deployment.spec, ['selector', 'matchLabels']);
    return {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: service, namespace, annotations: { [SERVING_CERTIFICATE]: secret } },
      spec: { ports: portsOf(callees), selector: isJsonObject(labels) ? labels : {} },
    };
  });

/** Several callees can share a port; {@link calleePorts} has seen to it that they agree on it. */
function portsOf(callees: readonly Callee[]): JsonObject[] {
  const ports = new Map(callees.map((each) => [each.containerPort, each.targetPort]));
  return [...ports]
    .toSorted(([a], [b]) => a - b)
    .map(([port, targetPort]) => ({ name: String(port), port, targetPort }));
}
