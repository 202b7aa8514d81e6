import type { Finding } from '../../findings.ts';
import { isJsonObject, valueAt } from '../../manifest/json.ts';
import type { JsonObject } from '../../manifest/json.ts';
import { objectId } from '../../manifest/object.ts';
import type { ManifestObject } from '../../manifest/object.ts';
import { listAt } from '../pods.ts';
import { refusedField } from '../refused-field.ts';
import type { Check } from '../verified-release.ts';

const WORKLOADS = new Set(['DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet']);
const SELECTOR = ['spec', 'selector'];
const LABELS = ['spec', 'template', 'metadata', 'labels'];
const CONTAINERS = ['spec', 'template', 'spec', 'containers'];

/** Workloads make pods, and select those that they make: the API server refuses any other. */
export const checkWorkloadSelectors: Check = ({ objects }) =>
  objects
    .filter(({ object }) => {
      const { group, kind } = objectId(object);
      return group === 'apps' && WORKLOADS.has(kind);
    })
    .flatMap((source) => [...selectorFindings(source), ...containerFindings(source)]);

function selectorFindings(source: ManifestObject): Finding[] {
  const selector = valueAt(source.object, SELECTOR);
  const labels = valueAt(source.object, LABELS);
  if (!isJsonObject(selector) || isEmpty(selector)) {
    return [refusedField('selector-missing', source, SELECTOR, 'selects nothing')];
  }
  return matches(selector, isJsonObject(labels) ? labels : {})
    ? []
    : [
        refusedField(
          'selector-mismatch',
          source,
          SELECTOR,
          'does not select the pods of its own template',
        ),
      ];
}

function containerFindings(source: ManifestObject): Finding[] {
  return listAt(source.object, CONTAINERS).length > 0
    ? []
    : [refusedField('containers-missing', source, CONTAINERS, 'its pods have no containers')];
}

function isEmpty(selector: JsonObject): boolean {
  const labels = valueAt(selector, ['matchLabels']);
  const hasLabels = isJsonObject(labels) && Object.keys(labels).length > 0;
  return !hasLabels && listAt(selector, ['matchExpressions']).length === 0;
}

function matches(selector: JsonObject, labels: JsonObject): boolean {
  const wanted = valueAt(selector, ['matchLabels']);
  return (
    Object.entries(isJsonObject(wanted) ? wanted : {}).every(
      ([key, value]) => valueAt(labels, [key]) === value,
    ) && listAt(selector, ['matchExpressions']).every((expression) => holds(expression, labels))
  );
}

/** One that is not understood is left to the API server. */
function holds({ key, operator, values }: JsonObject, labels: JsonObject): boolean {
  if (typeof key !== 'string') return true;
  const value = valueAt(labels, [key]);
  const isListed = Array.isArray(values) && values.some((each) => each === value);
  switch (operator) {
    case 'In':
      return isListed;
    case 'NotIn':
      return !isListed;
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return true;
  }
}
