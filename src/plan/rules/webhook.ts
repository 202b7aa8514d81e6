import { isJsonObject, textAt, valueAt } from '../../manifest/json.ts';
import { objectKey } from '../../manifest/object.ts';
import type { Edge, PlanNode } from '../plan.ts';
import type { Rule } from './rule.ts';

const CONFIGURATIONS = new Set(['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration']);

/**
 * A webhook configuration waits until the Service and the workloads behind it are written (not ready:
 * that can depend on objects which the webhook itself admits). Written first, it would refuse them.
 */
export const webhookRule: Rule = ({ id, object }, { byKey }) => {
  if (id.group !== 'admissionregistration.k8s.io' || !CONFIGURATIONS.has(id.kind)) {
    return { edges: [] };
  }
  const webhooks = Array.isArray(object.webhooks) ? object.webhooks : [];
  const services = webhooks
    .map((webhook) => valueAt(webhook, ['clientConfig', 'service']))
    .filter(isJsonObject)
    .map((service) => {
      const namespace = textAt(service, ['namespace']);
      const name = textAt(service, ['name']);
      return byKey.get(objectKey({ group: '', kind: 'Service', namespace, name }));
    })
    .filter((service) => service !== undefined);
  const edges = services.flatMap((service): Edge[] => [
    { from: service.key, gate: 'written', reason: 'it calls this Service' },
    ...workloadsOf(service, byKey.values()).map(({ key }): Edge => ({
      from: key,
      gate: 'written',
      reason: 'it calls this workload',
    })),
  ]);
  return { edges };
};

/** The workloads of the set whose pods a Service selects. */
function workloadsOf(service: PlanNode, nodes: Iterable<PlanNode>): PlanNode[] {
  const selector = valueAt(service.object, ['spec', 'selector']);
  if (!isJsonObject(selector) || Object.keys(selector).length === 0) return [];
  return [...nodes].filter(({ id, object }) => {
    const labels = valueAt(object, ['spec', 'template', 'metadata', 'labels']);
    return (
      id.namespace === service.id.namespace &&
      isJsonObject(labels) &&
      Object.entries(selector).every(([name, value]) => labels[name] === value)
    );
  });
}
