import {
  apiServiceNames,
  apiServicesAgree,
  apiServicesAsked,
} from '../../../../src/bundle/validators/api-services.ts';
import { apiService, withApiServices } from '../../support/bundle.ts';
import { describeValidator } from '../support/refused.ts';

const owned = (index: number) => `spec.apiservicedefinitions.owned[${index}]`;
const wick = apiService({ group: 'wick.example.com' });

describeValidator(apiServicesAsked, 'bundle-unsupported', [
  ['an API that is required', { spec: { apiservicedefinitions: { required: [{ name: 'a' }] } } }],
  ['nothing at all', { spec: { apiservicedefinitions: null } }],
  ['what is asked for', { ...withApiServices(apiService()), installation: { apiServices: true } }],
  ['nothing that is asked for', { installation: { apiServices: true } }],
  [
    'an aggregated API server',
    withApiServices(apiService(), wick),
    `${owned(0)}: the operator is an aggregated API server (v1.lamp.example.com), which is registered only where that is asked for`,
    `${owned(1)}: the operator is an aggregated API server (v1.wick.example.com), which is registered only where that is asked for`,
  ],
]);

const called = (fields: object) => withApiServices(apiService({ ...fields }));

describeValidator(apiServiceNames, 'bundle-invalid', [
  ['a version and a group', called({ version: 'v1alpha1', group: 'lamp.example.com' })],
  ['a group of one part', called({ group: 'lamp' })],
  [
    'no group',
    called({ group: '' }),
    `${owned(0)}.group: "" is no group of an API, such as example.com`,
  ],
  [
    'a group that is none',
    called({ group: 'lamp..com' }),
    `${owned(0)}.group: "lamp..com" is no group of an API, such as example.com`,
  ],
  [
    'no version',
    called({ version: null }),
    `${owned(0)}.version: "" is no version of an API, such as v1`,
  ],
  [
    'a number as a version',
    called({ version: '1' }),
    `${owned(0)}.version: "1" is no version of an API, such as v1`,
  ],
  [
    'a version with a dot',
    called({ version: 'v1.lamp' }),
    `${owned(0)}.version: "v1.lamp" is no version of an API, such as v1`,
  ],
]);

describeValidator(apiServicesAgree, 'bundle-invalid', [
  ['two kinds of an API', withApiServices(apiService(), apiService({ kind: 'Wick' }))],
  [
    'the default port, said and unsaid',
    withApiServices(apiService(), apiService({ containerPort: 443 })),
  ],
  [
    'two versions at two ports',
    withApiServices(apiService(), apiService({ version: 'v2', containerPort: 1 })),
  ],
  [
    'an API at two ports',
    withApiServices(wick, apiService(), apiService({ containerPort: 5443 })),
    `${owned(2)}: the API v1.lamp.example.com cannot be served by lamp-operator, port 5443, since another kind of it is by lamp-operator, port 443`,
  ],
  [
    'an API of two Deployments',
    withApiServices(apiService(), apiService({ deploymentName: 'wick' })),
    `${owned(1)}: the API v1.lamp.example.com cannot be served by wick, port 443, since another kind of it is by lamp-operator, port 443`,
  ],
]);
