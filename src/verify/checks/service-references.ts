import { finding } from '../../findings.ts';
import type { Finding } from '../../findings.ts';
import { isCrd } from '../../manifest/crd.ts';
import { isJsonObject, textAt, valueAt } from '../../manifest/json.ts';
import { groupOf } from '../../manifest/object.ts';
import type { KubernetesObject } from '../../manifest/object.ts';
import { hasNamespace } from '../cluster-facts.ts';
import { indexObjects } from '../object-index.ts';
import { listAt } from '../pods.ts';
import { subjectOf } from '../verified-release.ts';
import { placeOf } from '../../manifest/place.ts';
import type { Check } from '../verified-release.ts';

type Path = readonly (string | number)[];

/**
 * The Services that the API server calls exist: for webhooks, for the conversion of custom resources, for
 * aggregated APIs. Without one, every request that it is for fails.
 */
export const checkServiceReferences: Check = ({ objects }) => {
  const index = indexObjects(objects);
  return objects.flatMap((source) =>
    servicePaths(source.object).flatMap((path): Finding[] => {
      const service = valueAt(source.object, path);
      if (!isJsonObject(service)) return [];
      const [namespace, name] = [textAt(service, ['namespace']), textAt(service, ['name'])];
      if (index.has({ group: '', kind: 'Service', namespace, name })) return [];
      if (hasNamespace(namespace)) return [];
      // In a namespace of another component the Service may be as well.
      const severity = index.hasNamespace(namespace) ? 'error' : 'note';
      return [
        finding(severity, subjectOf(source, path), {
          code: 'service-missing',
          message: `nothing in the release makes the Service ${namespace}/${name} that the API server is to call`,
          hint: 'add the Service, or correct its name and namespace',
          at: placeOf(source, path),
        }),
      ];
    }),
  );
};

function servicePaths(object: KubernetesObject): Path[] {
  switch (groupOf(object.apiVersion)) {
    case 'admissionregistration.k8s.io':
      return listAt(object, ['webhooks']).map((_, index) => [
        'webhooks',
        index,
        'clientConfig',
        'service',
      ]);
    case 'apiregistration.k8s.io':
      return [['spec', 'service']];
    default:
      return isCrd(object) ? [['spec', 'conversion', 'webhook', 'clientConfig', 'service']] : [];
  }
}
