import type { KubernetesObject } from '../manifest/object.ts';
import { groupOf } from '../manifest/object.ts';

/** API groups that OpenShift serves and MicroShift does not: objects of them could never be applied. */
const UNSERVED = new Map([
  ['autoscaling.k8s.io', 'MicroShift has no vertical pod autoscaler'],
  ['console.openshift.io', 'MicroShift has no web console'],
  ['monitoring.coreos.com', 'MicroShift has no Prometheus operator'],
]);

/** Whether MicroShift serves the API group of an object. */
export function isServed(object: KubernetesObject): boolean {
  return unservedReason(object) === undefined;
}

/** Why MicroShift cannot serve an object; undefined where it can. */
export function unservedReason(object: KubernetesObject): string | undefined {
  return UNSERVED.get(groupOf(object.apiVersion));
}
