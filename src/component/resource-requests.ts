import type { OperandVersion } from '../images/operand-versions.ts';
import { isJsonObject, valueAt } from '../manifest/json.ts';
import type { KubernetesObject } from '../manifest/object.ts';
import { readAmount } from '../manifest/pod-requests.ts';
import { workloadRequests } from '../manifest/workload-requests.ts';
import type { ResourceRequests } from '../manifest/workload-requests.ts';

/**
 * What a component requests of a device: its own workloads, and what the operators make for the operands
 * that it asks for, one pod of each sort.
 */
export function resourceRequests(
  objects: readonly KubernetesObject[],
  operands: readonly OperandVersion[],
): ResourceRequests[] {
  const made = operands.flatMap(({ operand, object }) =>
    operand.requests.map(({ name, field, default: otherwise }): ResourceRequests => {
      const asked = field === undefined ? undefined : valueAt(object, field.split('.'));
      const requests = { ...otherwise, ...(isJsonObject(asked) ? asked : {}) };
      return { name, ...readAmount(requests) };
    }),
  );
  return [...workloadRequests(objects), ...made];
}
