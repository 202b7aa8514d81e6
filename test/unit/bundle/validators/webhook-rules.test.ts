import { webhookRules } from '../../../../src/bundle/validators/webhook-rules.ts';
import { webhook, withWebhooks } from '../../support/bundle.ts';
import type { BundleOptions } from '../../support/bundle.ts';
import { describeValidator } from '../support/refused.ts';

const ruled = (type: string, ...rules: object[]): BundleOptions =>
  withWebhooks(webhook({ type, rules }));
const validating = (...rules: object[]): BundleOptions =>
  ruled('ValidatingAdmissionWebhook', ...rules);
const rule = (group: string, ...resources: string[]) => ({
  apiGroups: ['lamp.example.com', group],
  resources,
});
const field = (index: number, name: string) => `spec.webhookdefinitions[0].rules[${index}].${name}`;

describeValidator(webhookRules, 'bundle-invalid', [
  ['a rule of its own group', validating(rule('', '*'))],
  ['no rules', validating()],
  ['any rule of a conversion webhook', ruled('ConversionWebhook', rule('*', '*'))],
  [
    'policies of the admission group',
    validating(rule('admissionregistration.k8s.io', 'validatingadmissionpolicies')),
  ],
  [
    'all groups',
    validating(rule('', 'pods'), rule('*', 'pods')),
    `${field(1, 'apiGroups')}: the webhook vlamp.example.com must not concern the API group *`,
  ],
  [
    "OLM's group",
    ruled('MutatingAdmissionWebhook', rule('olm.operatorframework.io', 'a')),
    `${field(0, 'apiGroups')}: the webhook vlamp.example.com must not concern the API group olm.operatorframework.io`,
  ],
  [
    'webhook configurations',
    validating(rule('admissionregistration.k8s.io', 'MutatingWebhookConfigurations')),
    `${field(0, 'resources')}: the webhook vlamp.example.com must not concern MutatingWebhookConfigurations of admissionregistration.k8s.io`,
  ],
  [
    'all of the admission group',
    validating(rule('admissionregistration.k8s.io', '*')),
    `${field(0, 'resources')}: the webhook vlamp.example.com must not concern * of admissionregistration.k8s.io`,
  ],
]);
