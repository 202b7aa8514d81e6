import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { bundleOf, webhook, withWebhooks } from '../support/bundle.ts';
import { problemsOf } from '../support/problems.ts';

const read = (fields: Record<string, unknown>) =>
  bundleOf(withWebhooks(webhook(fields))).csv.webhooks[0];

describe('readCsv reads a webhook', () => {
  it('with all its fields', () => {
    const rules = [{ apiGroups: ['a'], operations: ['CREATE'], scope: '*' }];
    const settings = {
      failurePolicy: 'Fail',
      matchPolicy: 'Equivalent',
      objectSelector: { matchLabels: { lit: 'yes' } },
      sideEffects: 'None',
      timeoutSeconds: 5,
      reinvocationPolicy: 'IfNeeded',
    };
    const found = read({
      type: 'MutatingAdmissionWebhook',
      generateName: 'mlamp.example.com',
      containerPort: 8443,
      targetPort: 'webhook',
      webhookPath: '/mutate/v1/',
      conversionCRDs: ['lamps.example.com'],
      rules,
      ...settings,
    });
    assert.deepEqual(found, {
      type: 'MutatingAdmissionWebhook',
      generateName: 'mlamp.example.com',
      deploymentName: 'lamp-operator',
      containerPort: 8443,
      targetPort: 'webhook',
      webhookPath: '/mutate/v1/',
      admissionReviewVersions: ['v1'],
      conversionCrds: ['lamps.example.com'],
      rules,
      settings,
    });
  });

  it('with none but the necessary ones', () => {
    const found = read({ rules: null, failurePolicy: null });
    assert.deepEqual([found?.rules, found?.conversionCrds], [[], []]);
    assert.deepEqual(found?.settings, { sideEffects: 'None' });
    assert.equal(found.webhookPath, undefined);
  });

  const ports: [what: string, fields: Record<string, unknown>, port: number, target: unknown][] = [
    ['443 by default', {}, 443, 443],
    ['443 for 0, which Go has for none', { containerPort: 0, targetPort: 0 }, 443, 443],
    ['its own', { containerPort: 9443 }, 9443, 9443],
    ['a target by number', { targetPort: 9443 }, 443, 9443],
    ['a target by name', { containerPort: 8443, targetPort: 'https' }, 8443, 'https'],
  ];
  for (const [what, fields, containerPort, targetPort] of ports) {
    it(`with the port ${what}`, () => {
      const found = read(fields);
      assert.deepEqual([found?.containerPort, found?.targetPort], [containerPort, targetPort]);
    });
  }
});

describe('readCsv refuses of a webhook', () => {
  const wrong: [field: string, value: unknown][] = [
    ['type', 'Admission'],
    ['type', undefined],
    ['generateName', 5],
    ['generateName', 'a\nerror: b'],
    ['deploymentName', '\u001b[2J'],
    ['containerPort', 65_536],
    ['containerPort', '443'],
    ['containerPort', 4.5],
    ['targetPort', 'Not A Port'],
    ['targetPort', -1],
    ['webhookPath', 'validate'],
    ['webhookPath', '/a?b'],
    ['webhookPath', '/a//b'],
    ['webhookPath', '/A_b'],
    ['failurePolicy', 'Retry'],
    ['matchPolicy', 'exact'],
    ['objectSelector', 'all'],
    ['timeoutSeconds', 31],
    ['timeoutSeconds', 0],
    ['reinvocationPolicy', 'Always'],
    ['admissionReviewVersions', 'v1'],
    ['conversionCRDs', 'all'],
    ['rules', {}],
  ];
  for (const [field, value] of wrong) {
    it(`${field} ${JSON.stringify(value)}`, () => {
      const [problem, second] = problemsOf(() => read({ [field]: value }));
      assert.equal(second, undefined);
      assert.equal(problem?.code, 'csv-invalid');
      assert.equal(problem.at?.field, `spec.webhookdefinitions[0].${field}`);
    });
  }
});
