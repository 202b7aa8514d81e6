import {
  conversionCrds,
  conversionKeepsNoUnknownFields,
  conversionNeedsAllNamespaces,
} from '../../../../src/bundle/validators/conversion-webhooks.ts';
import { webhook } from '../../support/bundle.ts';
import type { BundleOptions } from '../../support/bundle.ts';
import { crd } from '../../support/objects.ts';
import { describeValidator } from '../support/refused.ts';

const modes = (...types: string[]) => types.map((type) => ({ type, supported: true }));
const converting = (generateName: string, ...conversionCRDs: string[]) =>
  webhook({ type: 'ConversionWebhook', generateName, conversionCRDs });
const bundle = (webhookdefinitions: object[], spec: object = {}): BundleOptions => ({
  spec: { webhookdefinitions, ...spec },
  objects: [crd('Lamp'), crd('Wick')],
});
const installing = (first: object, ...types: string[]): BundleOptions =>
  bundle([webhook(), first], { installModes: modes(...types) });

describeValidator(conversionNeedsAllNamespaces, 'bundle-unsupported', [
  ['AllNamespaces alone', installing(converting('c', 'lamps.example.com'), 'AllNamespaces')],
  ['other modes without conversion', installing(webhook(), 'AllNamespaces', 'OwnNamespace')],
  [
    'another mode',
    installing(converting('c', 'lamps.example.com'), 'AllNamespaces', 'OwnNamespace'),
    'spec.webhookdefinitions[1].type: an operator with a conversion webhook can support AllNamespaces only, not OwnNamespace',
  ],
]);

const field = (index: number, position: number) =>
  `spec.webhookdefinitions[${index}].conversionCRDs[${position}]`;

describeValidator(conversionCrds, 'bundle-invalid', [
  ['owned CRDs', bundle([converting('c', 'lamps.example.com', 'wicks.example.com')])],
  ['what an admission webhook says of them', bundle([webhook({ conversionCRDs: ['a', 'a'] })])],
  [
    'a CRD of somebody else',
    bundle([converting('c', 'lamps.example.com', 'suns.example.com')]),
    `${field(0, 1)}: c converts suns.example.com, which the bundle does not own`,
  ],
  [
    'a CRD of two webhooks',
    bundle([converting('c', 'lamps.example.com'), converting('d', 'lamps.example.com')]),
    `${field(1, 0)}: lamps.example.com is converted by c already`,
  ],
]);

const preserving = (value: boolean, ...crds: string[]): BundleOptions => {
  const { spec, ...lamp } = crd('Lamp');
  const preserved = { ...lamp, spec: { ...(spec as object), preserveUnknownFields: value } };
  return { spec: { webhookdefinitions: [converting('c', ...crds)] }, objects: [preserved] };
};

describeValidator(conversionKeepsNoUnknownFields, 'bundle-invalid', [
  ['false', preserving(false, 'lamps.example.com')],
  ['true where nothing is converted', preserving(true)],
  [
    'true',
    preserving(true, 'lamps.example.com'),
    'spec.preserveUnknownFields: has to be false in a CRD that a webhook converts',
  ],
]);
