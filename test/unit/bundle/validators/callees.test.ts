import {
  calleeDeployments,
  calleePorts,
  calleeSelectors,
} from '../../../../src/bundle/validators/callees.ts';
import {
  apiService,
  DEPLOYMENT,
  webhook,
  withApiServices,
  withWebhooks,
} from '../../support/bundle.ts';
import type { BundleOptions } from '../../support/bundle.ts';
import { describeValidator } from '../support/refused.ts';

const field = (index: number, name: string) => `spec.webhookdefinitions[${index}].${name}`;
const API = 'spec.apiservicedefinitions.owned[0]';

describeValidator(calleeDeployments, 'bundle-invalid', [
  ['a bundle that is not called', {}],
  ['the Deployment of the bundle', withWebhooks(webhook())],
  ['the Deployment of the bundle for an API', withApiServices(apiService())],
  [
    'another Deployment',
    withWebhooks(webhook(), webhook({ deploymentName: 'wick' })),
    `${field(1, 'deploymentName')}: the webhook vlamp.example.com names the Deployment wick, which is not there`,
  ],
  [
    'another Deployment for an API',
    withApiServices(apiService({ deploymentName: 'wick' })),
    `${API}.deploymentName: the API v1.lamp.example.com names the Deployment wick, which is not there`,
  ],
  [
    'no Deployment',
    withWebhooks(webhook({ deploymentName: null })),
    `${field(0, 'deploymentName')}: the webhook vlamp.example.com names no Deployment`,
  ],
  [
    'no Deployment for an API',
    withApiServices(apiService({ deploymentName: undefined })),
    `${API}.deploymentName: the API v1.lamp.example.com names no Deployment`,
  ],
]);

const ports = (...list: [port: number | undefined, target?: number | string, of?: string][]) =>
  withWebhooks(
    ...list.map(([containerPort, targetPort, deploymentName = 'lamp-operator']) =>
      webhook({ containerPort, targetPort, deploymentName }),
    ),
  );
const beside = (targetPort: number, containerPort: number): BundleOptions => ({
  spec: {
    webhookdefinitions: [webhook({ targetPort })],
    apiservicedefinitions: { owned: [apiService({ containerPort })] },
  },
});

describeValidator(calleePorts, 'bundle-invalid', [
  ['one port of two webhooks', ports([443, 9443], [443, 9443])],
  ['the default port, said and unsaid', ports([443, 443], [undefined])],
  ['two ports', ports([443, 9443], [8443, 'webhook'])],
  ['one port of two Deployments', ports([443, 1], [443, 2, 'other'])],
  ['one port of a webhook and an API', beside(443, 443)],
  ['two ports of a webhook and an API', beside(9443, 5443)],
  [
    'one port that leads to two',
    ports([443, 9443], [443, 'webhook']),
    `${field(1, 'containerPort')}: the webhook vlamp.example.com leads port 443 of lamp-operator to webhook, another one to 9443`,
  ],
  [
    'a port of an API that leads elsewhere for a webhook',
    beside(9443, 443),
    `${API}.containerPort: the API v1.lamp.example.com leads port 443 of lamp-operator to 443, another one to 9443`,
  ],
]);

const selecting = (selector: unknown, spec: object = {}): BundleOptions => ({
  install: { deployments: [{ ...DEPLOYMENT, spec: { ...DEPLOYMENT.spec, selector } }] },
  spec: { ...spec },
});
const called = { webhookdefinitions: [webhook()] };
const expressions = { matchExpressions: [{ key: 'app', operator: 'Exists' }] };
const MESSAGE =
  'spec.install.spec.deployments[0].spec.selector: the API server is to call lamp-operator, and cannot reach it, since its selector has no matchLabels';

describeValidator(calleeSelectors, 'bundle-invalid', [
  ['labels', selecting({ matchLabels: { app: 'lamp' } }, called)],
  ['expressions where nothing is called', selecting(expressions)],
  ['expressions only', selecting(expressions, called), MESSAGE],
  [
    'expressions only, for an API',
    selecting(expressions, withApiServices(apiService()).spec),
    MESSAGE,
  ],
  ['no labels', selecting({ matchLabels: {} }, called), MESSAGE],
  ['no selector', selecting(null, called), MESSAGE],
]);
