import { webhookNames, webhookSettings } from '../../../../src/bundle/validators/webhooks.ts';
import { webhook, withWebhooks } from '../../support/bundle.ts';
import type { BundleOptions } from '../../support/bundle.ts';
import { describeValidator } from '../support/refused.ts';

const field = (index: number, name: string) => `spec.webhookdefinitions[${index}].${name}`;

const named = (...names: [name: string, type?: string][]): BundleOptions =>
  withWebhooks(
    ...names.map(([generateName, type = 'ValidatingAdmissionWebhook']) =>
      webhook({ generateName, type }),
    ),
  );

describeValidator(webhookNames, 'bundle-invalid', [
  ['names of their own', named(['a.example.com'], ['b.example.com'])],
  ['a name of two types', named(['a.example.com'], ['a.example.com', 'MutatingAdmissionWebhook'])],
  ['a short name of a conversion webhook', named(['lamp', 'ConversionWebhook'])],
  [
    'a name twice',
    named(['a.example.com'], ['a.example.com']),
    `${field(1, 'generateName')}: a.example.com is the name of two webhooks of type ValidatingAdmissionWebhook`,
  ],
  [
    'a name of two conversion webhooks',
    named(['lamp', 'ConversionWebhook'], ['lamp', 'ConversionWebhook']),
    `${field(1, 'generateName')}: lamp is the name of two webhooks of type ConversionWebhook`,
  ],
  [
    'a name that is none',
    named(['V_lamp.example.com']),
    `${field(0, 'generateName')}: "V_lamp.example.com" is no DNS name`,
  ],
  [
    'an empty name',
    named(['', 'ConversionWebhook']),
    `${field(0, 'generateName')}: "" is no DNS name`,
  ],
  [
    'a short name of an admission webhook',
    named(['vlamp.example']),
    `${field(0, 'generateName')}: vlamp.example is to have three parts at least, as in lamps.example.com`,
  ],
]);

const unsafe = (index: number) =>
  `${field(index, 'sideEffects')}: the webhook vlamp.example.com is to say that its side effects are None or NoneOnDryRun`;

describeValidator(webhookSettings, 'bundle-invalid', [
  [
    'both harmless kinds of side effects',
    withWebhooks(webhook(), webhook({ sideEffects: 'NoneOnDryRun' })),
  ],
  [
    'none of a conversion webhook',
    withWebhooks(webhook({ type: 'ConversionWebhook', sideEffects: null })),
  ],
  ['side effects', withWebhooks(webhook({ sideEffects: 'Some' })), unsafe(0)],
  ['unknown side effects', withWebhooks(webhook(), webhook({ sideEffects: undefined })), unsafe(1)],
  [
    'no version',
    withWebhooks(webhook({ admissionReviewVersions: [] })),
    `${field(0, 'admissionReviewVersions')}: the webhook vlamp.example.com names no version`,
  ],
]);
