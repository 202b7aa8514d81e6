import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { displayObject } from '../../../src/manifest/display.ts';
import { orderRemoval } from '../../../src/removal/order-removal.ts';
import type { Removable } from '../../../src/removal/removable.ts';
import { removable } from './support/removables.ts';

const NAMESPACE = 'v1 Namespace shop';
const CRD = 'apiextensions.k8s.io/v1 CustomResourceDefinition lamps.example.com';
const LAMP = 'example.com/v1 Lamp shop/a';
const OPERATOR = 'apps/v1 Deployment shop/operator';
const ACCOUNT = 'v1 ServiceAccount shop/operator';
const SERVICE = 'v1 Service shop/hook';
const WEBHOOK = 'admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration hook';

const order = (removables: Removable[], users: Removable[] = []): string[] =>
  orderRemoval(removables, users).map(
    ({ removable: { id }, stage }) => `${stage}: ${displayObject(id)}`,
  );

describe('orderRemoval', () => {
  it('removes an operator after what it finalizes, and its namespace last', () => {
    const removables = [NAMESPACE, CRD, ACCOUNT, OPERATOR, SERVICE, WEBHOOK, LAMP];
    assert.deepEqual(order(removables.map((each) => removable(each))), [
      'custom: Lamp.example.com shop/a',
      'crds: CustomResourceDefinition lamps.example.com',
      'admission: ValidatingWebhookConfiguration hook',
      'running: Service shop/hook',
      'running: Deployment shop/operator',
      'used: ServiceAccount shop/operator',
      'namespaces: Namespace shop',
    ]);
  });

  it("removes users' objects before anything else", () => {
    const users = [removable('example.com/v1 Lamp home/theirs')];
    assert.deepEqual(order([removable(CRD), removable(LAMP)], users), [
      'users: Lamp.example.com home/theirs',
      'custom: Lamp.example.com shop/a',
      'crds: CustomResourceDefinition lamps.example.com',
    ]);
  });

  const database = 'example.com/v1 Database shop/db';
  const application = 'apps/v1 Deployment shop/application';
  const cases: { name: string; removables: Removable[]; expected: string[] }[] = [
    {
      name: 'a workload that depends on a custom resource goes before it',
      removables: [removable(database), removable(application, { after: [database] })],
      expected: ['custom: Deployment shop/application', 'custom: Database.example.com shop/db'],
    },
    {
      name: 'and so does what depends on that workload',
      removables: [
        removable(database),
        removable(application, { after: [database] }),
        removable(WEBHOOK, { after: [application] }),
      ],
      expected: [
        'custom: ValidatingWebhookConfiguration hook',
        'custom: Deployment shop/application',
        'custom: Database.example.com shop/db',
      ],
    },
    {
      name: 'an operator that depends on its CRD outlives it all the same',
      removables: [removable(CRD), removable(OPERATOR, { after: [CRD] })],
      expected: [
        'crds: CustomResourceDefinition lamps.example.com',
        'running: Deployment shop/operator',
      ],
    },
    {
      name: 'an account that depends on a workload goes before it',
      removables: [removable(OPERATOR), removable(ACCOUNT, { after: [OPERATOR] })],
      expected: ['running: ServiceAccount shop/operator', 'running: Deployment shop/operator'],
    },
    {
      name: 'a dependency that is not removed does not count',
      removables: [removable(OPERATOR, { after: [database] })],
      expected: ['running: Deployment shop/operator'],
    },
  ];
  for (const { name, removables, expected } of cases) {
    it(name, () => assert.deepEqual(order(removables), expected));
  }

  it('takes what lives in a namespace for its dependents, also without a plan', () => {
    const steps = orderRemoval([removable(NAMESPACE), removable(OPERATOR)]);
    const last = steps.at(-1);
    assert.deepEqual(last?.after, [removable(OPERATOR).key]);
  });

  it('orders a long chain', () => {
    const names = Array.from({ length: 20_000 }, (_, index) => `v1 ConfigMap shop/c${index}`);
    const chain = names.map((name, index) =>
      removable(name, { after: index === 0 ? [] : [names[index - 1] ?? ''] }),
    );
    const steps = orderRemoval([removable(database), ...chain]);
    assert.equal(steps.at(-1)?.removable.id.name, 'c0');
  });
});
