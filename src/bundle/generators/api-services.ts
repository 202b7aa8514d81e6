import type { KubernetesObject } from '../../manifest/object.ts';
import { backendsOf } from '../backends.ts';
import { apiServiceName } from '../callees.ts';
import { podServiceAccount } from '../pod-service-account.ts';
import { INJECT_CA } from '../service-ca.ts';
import type { Generator } from './generator.ts';
import { roleBinding } from './role-binding.ts';

/** Where an API stands among others in lists of all: OLM's (its pkg/controller/install/apiservice.go). */
const PRIORITIES = { groupPriorityMinimum: 2000, versionPriority: 15 };

/** An APIService for each API that the operator serves by itself. */
export const generateApiServices: Generator = (bundle, { namespace }) => {
  const backends = backendsOf(bundle);
  // Several kinds may be of one API; that they agree has been seen to.
  const apis = new Map(bundle.csv.apiServices.owned.map((api) => [apiServiceName(api), api]));
  return [...apis].flatMap(([name, api]): KubernetesObject[] => {
    const service = backends.get(api.deploymentName)?.service;
    if (service === undefined) return [];
    return [
      {
        apiVersion: 'apiregistration.k8s.io/v1',
        kind: 'APIService',
        metadata: { name, annotations: { [INJECT_CA]: 'true' } },
        spec: {
          group: api.group,
          version: api.version,
          ...PRIORITIES,
          service: { name: service, namespace, port: api.containerPort },
        },
      },
    ];
  });
};

/**
 * What lets a server of such APIs know its callers: it asks the API server who they are and what they may
 * do, and reads in kube-system how the API server itself shows who it is
 * (https://kubernetes.io/docs/tasks/extend-kubernetes/setup-extension-api-server/). The names are OLM's.
 */
export const generateApiServerBindings: Generator = (bundle, { namespace }) => {
  const servers = new Set(bundle.csv.apiServices.owned.map(({ deploymentName }) => deploymentName));
  return [...backendsOf(bundle).values()]
    .filter(({ deployment }) => servers.has(deployment.name))
    .flatMap(({ deployment, service }) => {
      const account = { name: podServiceAccount(deployment), namespace };
      return [
        roleBinding(
          { name: `${service}-system:auth-delegator` },
          { kind: 'ClusterRole', name: 'system:auth-delegator' },
          account,
        ),
        roleBinding(
          { name: `${service}-auth-reader`, namespace: 'kube-system' },
          { kind: 'Role', name: 'extension-apiserver-authentication-reader' },
          account,
        ),
      ];
    });
};
