import { isJsonObject, listAt, textAt, valueAt } from '../../manifest/json.ts';
import { objectKey } from '../../manifest/object.ts';
import { isDispensable } from '../../manifest/webhook.ts';
import type { Edge, PlanNode } from '../plan.ts';
import { dependsOn } from './depends-on.ts';
import type { Rule } from './rule.ts';

/**
 * A webhook configuration or an APIService waits until the Service and the workloads behind it are written
 * (not ready: that can depend on objects which the webhook itself admits). Written first, a webhook would
 * refuse them, and an APIService without a backend breaks discovery for everybody. One that refuses nothing does not
 * wait for a workload that has to wait for it.
 */
export const calledServiceRule: Rule = (node, { byKey }) => {
  const { outline } = node.manifest;
  const services = new Set(
    calledServices(node)
      .filter(isJsonObject)
      .map((service) => {
        const namespace = textAt(service, ['namespace']);
        const name = textAt(service, ['name']);
        return byKey.get(objectKey({ group: '', kind: 'Service', namespace, name }));
      })
      .filter((service) => service !== undefined),
  );
  const edges = [...services].flatMap((service): Edge[] => [
    { from: service.key, gate: 'written', reason: 'it calls this Service' },
    ...workloadsOf(service, byKey.values())
      .filter((workload) => !(isDispensable(outline) && dependsOn(workload, node, byKey)))
      .map(({ key }): Edge => ({ from: key, gate: 'written', reason: 'it calls this workload' })),
  ]);
  return { edges };
};

function calledServices({ id, manifest: { outline } }: PlanNode): unknown[] {
  switch (`${id.group} ${id.kind}`) {
    case 'admissionregistration.k8s.io ValidatingWebhookConfiguration':
    case 'admissionregistration.k8s.io MutatingWebhookConfiguration':
      return listAt(outline, ['webhooks']).map((webhook) =>
        valueAt(webhook, ['clientConfig', 'service']),
      );
    case 'apiregistration.k8s.io APIService':
      return [valueAt(outline, ['spec', 'service'])];
    default:
      return [];
  }
}

/** The workloads of the set whose pods a Service selects. */
function workloadsOf(service: PlanNode, nodes: Iterable<PlanNode>): PlanNode[] {
  const selector = valueAt(service.manifest.outline, ['spec', 'selector']);
  if (!isJsonObject(selector) || Object.keys(selector).length === 0) return [];
  return [...nodes].filter(({ id, manifest }) => {
    const labels = valueAt(manifest.outline, ['spec', 'template', 'metadata', 'labels']);
    return (
      id.namespace === service.id.namespace &&
      isJsonObject(labels) &&
      Object.entries(selector).every(([name, value]) => labels[name] === value)
    );
  });
}
