import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readBundle } from '../../../src/bundle/read-bundle.ts';
import { validateBundle } from '../../../src/bundle/validate-bundle.ts';
import { bundleSource, DEPLOYMENT } from '../support/bundle.ts';
import type { BundleOptions } from '../support/bundle.ts';

const problems = (options: BundleOptions) => validateBundle(readBundle(bundleSource(options)));
const only = (...types: string[]) => types.map((type) => ({ type, supported: true }));
const named = (...names: string[]) => ({
  install: { deployments: names.map((name) => ({ ...DEPLOYMENT, name })) },
});

describe('validateBundle', () => {
  it('finds nothing wrong with a bundle for all namespaces', () => {
    assert.deepEqual(problems({}), []);
    assert.deepEqual(problems(named('a', 'b')), []);
    assert.deepEqual(problems(named()), []);
  });

  const cases: [what: string, options: BundleOptions, field: string, message: RegExp][] = [
    [
      'an operator of its own namespace only',
      { spec: { installModes: only('OwnNamespace', 'SingleNamespace') } },
      'spec.installModes',
      /does not support AllNamespaces, only OwnNamespace, SingleNamespace/,
    ],
    [
      'an operator without install modes',
      { spec: { installModes: [] } },
      'spec.installModes',
      /only nothing/,
    ],
    [
      'AllNamespaces that is not supported',
      { spec: { installModes: [{ type: 'AllNamespaces', supported: false }] } },
      'spec.installModes',
      /does not support AllNamespaces/,
    ],
    [
      'webhooks',
      { spec: { webhookdefinitions: [{ type: 'ValidatingAdmissionWebhook' }] } },
      'spec.webhookdefinitions',
      /webhooks/,
    ],
    [
      'an aggregated API server',
      { spec: { apiservicedefinitions: { owned: [{}] } } },
      'spec.apiservicedefinitions.owned',
      /aggregated API server/,
    ],
    [
      'a Deployment twice',
      named('a', 'b', 'a'),
      'spec.install.spec.deployments[2].name',
      /^a stands twice$/,
    ],
    [
      'a Deployment whose name is none',
      named('a', 'B_c'),
      'spec.install.spec.deployments[1].name',
      /^B_c is no DNS label$/,
    ],
  ];
  for (const [what, options, field, message] of cases) {
    it(`refuses ${what}`, () => {
      const [problem, second] = problems(options);
      assert.equal(second, undefined);
      assert.equal(problem?.code, 'bundle-unsupported');
      assert.deepEqual(problem.at, { file: 'bundle/manifests/csv.yaml', line: 1, field });
      assert.match(problem.message, message);
    });
  }

  it('names every reason at once', () => {
    const found = problems({
      spec: { installModes: only('OwnNamespace'), webhookdefinitions: [{}] },
    });
    assert.deepEqual(
      found.map(({ at }) => at?.field),
      ['spec.installModes', 'spec.webhookdefinitions'],
    );
  });
});
