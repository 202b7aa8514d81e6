import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  generateApiServerBindings,
  generateApiServices,
} from '../../../../src/bundle/generators/api-services.ts';
import { valueAt } from '../../../../src/manifest/json.ts';
import {
  apiService,
  bundleOf,
  DEPLOYMENT,
  installation,
  webhook,
  withApiServices,
  withWebhooks,
} from '../../support/bundle.ts';
import type { BundleOptions } from '../../support/bundle.ts';
import { object } from '../../support/objects.ts';

const INSTALLATION = installation({ apiServices: true });
const apiServices = (...owned: unknown[]) =>
  generateApiServices(bundleOf(withApiServices(...owned)), INSTALLATION);

describe('generateApiServices', () => {
  it('registers an API at the Service of its Deployment, which service-ca certifies', () => {
    assert.deepEqual(apiServices(apiService({ containerPort: 5443 })), [
      object('apiregistration.k8s.io/v1 APIService v1.lamp.example.com', {
        metadata: { annotations: { 'service.beta.openshift.io/inject-cabundle': 'true' } },
        spec: {
          group: 'lamp.example.com',
          version: 'v1',
          groupPriorityMinimum: 2000,
          versionPriority: 15,
          service: { name: 'lamp-operator-service', namespace: 'ns', port: 5443 },
        },
      }),
    ]);
  });

  for (const containerPort of [undefined, null, 0]) {
    it(`takes port 443 for ${containerPort}`, () => {
      const [found] = apiServices(apiService({ containerPort }));
      assert.equal(valueAt(found, ['spec', 'service', 'port']), 443);
    });
  }

  it('makes one for each version and group, whatever the kinds', () => {
    const found = apiServices(
      apiService(),
      apiService({ kind: 'Wick', name: 'wicks' }),
      apiService({ version: 'v1beta1' }),
      apiService({ group: 'wick.example.com' }),
    );
    assert.deepEqual(
      found.map(({ metadata }) => metadata.name),
      ['v1.lamp.example.com', 'v1beta1.lamp.example.com', 'v1.wick.example.com'],
    );
  });

  it('makes none of webhooks, nor of what is required', () => {
    const { spec } = withWebhooks(webhook());
    const options = { spec: { ...spec, apiservicedefinitions: { required: [apiService()] } } };
    assert.deepEqual(generateApiServices(bundleOf(options), INSTALLATION), []);
    assert.deepEqual(generateApiServerBindings(bundleOf(options), INSTALLATION), []);
  });
});

describe('generateApiServerBindings', () => {
  const bindings = (options: BundleOptions) =>
    generateApiServerBindings(bundleOf(options), INSTALLATION);
  const runningAs = (serviceAccountName: string): BundleOptions => {
    const { spec, name } = DEPLOYMENT;
    const template = { ...spec.template, spec: { ...spec.template.spec, serviceAccountName } };
    const others = { ...DEPLOYMENT, name: 'other' };
    return {
      install: { deployments: [{ name, spec: { ...spec, template } }, others] },
      spec: {
        ...withApiServices(apiService(), apiService({ kind: 'Wick' })).spec,
        webhookdefinitions: [webhook({ deploymentName: 'other' })],
      },
    };
  };

  it('lets the account of the pods ask for callers and read of the API server, once', () => {
    const subjects = [{ kind: 'ServiceAccount', name: 'lamp', namespace: 'ns' }];
    const rbac = 'rbac.authorization.k8s.io';
    const service = 'lamp-operator-service';
    assert.deepEqual(bindings(runningAs('lamp')), [
      object(`${rbac}/v1 ClusterRoleBinding ${service}-system:auth-delegator`, {
        roleRef: { apiGroup: rbac, kind: 'ClusterRole', name: 'system:auth-delegator' },
        subjects,
      }),
      object(`${rbac}/v1 RoleBinding kube-system/${service}-auth-reader`, {
        roleRef: {
          apiGroup: rbac,
          kind: 'Role',
          name: 'extension-apiserver-authentication-reader',
        },
        subjects,
      }),
    ]);
  });

  it('takes the default account for pods that name none', () => {
    for (const binding of bindings(runningAs(''))) {
      assert.equal(valueAt(binding, ['subjects', 0, 'name']), 'default');
    }
  });
});
