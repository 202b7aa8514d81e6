import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { crd, deployment, object } from '../../support/objects.ts';
import { DEPENDS_ON, planOf } from '../../support/plan.ts';
import { problemsOf, shown } from '../../support/problems.ts';

describe('the rule of namespaces', () => {
  it('knows no edge to a namespace outside of the set, and none for cluster-scoped objects', () => {
    const plan = planOf(
      object('v1 ConfigMap ns/a'),
      object('v1 Namespace other'),
      object('x.io/v1 Thing b'),
    );
    assert.deepEqual(plan.edges, []);
  });

  it('does not take another kind for a namespace', () => {
    assert.deepEqual(planOf(object('x.io/v1 Namespace ns'), object('v1 ConfigMap ns/a')).edges, []);
  });
});

describe('the rule of custom resources', () => {
  const served = crd('Lamp', {
    versions: [{ name: 'v1', storage: true }, { name: 'v2' }, { name: 'v3', served: false }],
  });

  it('lets every served version wait for the CRD', () => {
    for (const version of ['v1', 'v2']) {
      assert.equal(planOf(served, object(`example.com/${version} Lamp a`)).edges.length, 1);
    }
  });

  for (const version of ['v3', 'v4']) {
    it(`refuses ${version}, which is not served`, () => {
      const [problem] = problemsOf(() => planOf(served, object(`example.com/${version} Lamp a`)));
      assert.equal(problem?.code, 'plan-version-unserved');
      assert.equal(
        shown(problem),
        `one.yaml:2 apiVersion: the CRD lamps.example.com in this set serves v1, v2, not ${version}`,
      );
    });
  }

  it('leaves kinds alone that no CRD of the set defines', () => {
    assert.deepEqual(planOf(served, object('other.com/v1 Lamp a')).edges, []);
  });
});

describe('the rule of webhooks', () => {
  const config = (kind: string, service: object) =>
    object(`admissionregistration.k8s.io/v1 ${kind} hook`, {
      webhooks: [{ name: 'a', clientConfig: { service } }],
    });
  const service = object('v1 Service ns/svc', { spec: { selector: { app: 'x' } } });
  const pods = (labels: object) => ({ metadata: { labels } });

  for (const kind of ['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration']) {
    it(`lets a ${kind} wait for its Service and the workloads behind it`, () => {
      const { edges } = planOf(
        config(kind, { namespace: 'ns', name: 'svc' }),
        service,
        deployment('ns/behind', [], pods({ app: 'x', more: 'y' })),
        deployment('ns/other', [], pods({ app: 'z' })),
        deployment('elsewhere/behind', [], pods({ app: 'x' })),
      );
      assert.deepEqual(edges, [
        `${kind} hook after Service ns/svc written: it calls this Service`,
        `${kind} hook after Deployment ns/behind written: it calls this workload`,
      ]);
    });
  }

  const CONFIGURATION = 'admissionregistration.k8s.io/MutatingWebhookConfiguration/hook';
  const hookOf = (...policies: string[]) =>
    object('admissionregistration.k8s.io/v1 MutatingWebhookConfiguration hook', {
      webhooks: policies.map((failurePolicy) => ({
        failurePolicy,
        clientConfig: { service: { namespace: 'ns', name: 'svc' } },
      })),
    });
  const first = object('batch/v1 Job ns/first', {
    metadata: { annotations: { [DEPENDS_ON]: CONFIGURATION } },
  });
  const behind = {
    ...deployment('ns/behind', [], pods({ app: 'x' })),
    metadata: {
      ...object('apps/v1 Deployment ns/behind').metadata,
      annotations: { [DEPENDS_ON]: 'batch/namespaces/ns/Job/first' },
    },
  };

  it('lets a webhook that refuses nothing be before a workload that has to wait for it', () => {
    const { edges } = planOf(hookOf('Ignore', 'Ignore'), service, first, behind);
    assert.deepEqual(edges, [
      'MutatingWebhookConfiguration hook after Service ns/svc written: it calls this Service',
      'Job ns/first after MutatingWebhookConfiguration hook written: it depends on it by annotation',
      'Deployment ns/behind after Job ns/first written: it depends on it by annotation',
    ]);
  });

  it('sees a cycle where one of its webhooks may refuse', () => {
    const problems = problemsOf(() => planOf(hookOf('Ignore', 'Fail'), service, first, behind));
    assert.deepEqual(
      problems.map(({ code }) => code),
      ['plan-cycle'],
    );
  });

  it('knows no edge to what is not in the set', () => {
    const kind = 'ValidatingWebhookConfiguration';
    assert.deepEqual(planOf(config(kind, { namespace: 'ns', name: 'no' }), service).edges, []);
    assert.deepEqual(
      planOf(object(`admissionregistration.k8s.io/v1 ${kind} hook`), service).edges,
      [],
    );
    const url = object(`admissionregistration.k8s.io/v1 ${kind} hook`, {
      webhooks: [{ clientConfig: { url: 'https://example.com' } }, 'text'],
    });
    assert.deepEqual(planOf(url, service).edges, []);
  });

  it('does not take a Service without selector for one of every workload', () => {
    const bare = object('v1 Service ns/svc', { spec: {} });
    const hook = config('ValidatingWebhookConfiguration', { namespace: 'ns', name: 'svc' });
    assert.equal(planOf(hook, bare, deployment('ns/a', [], pods({ app: 'x' }))).edges.length, 1);
  });
});

describe('the rule of depends-on', () => {
  const after = (value: string) =>
    object('v1 ConfigMap ns/a', { metadata: { annotations: { [DEPENDS_ON]: value } } });
  const others = [
    deployment('ns/d', []),
    object('v1 Secret ns/s'),
    object('v1 PersistentVolume p'),
    crd(),
  ];

  const cases: [value: string, ...edges: string[]][] = [
    ['apps/namespaces/ns/Deployment/d', 'Deployment ns/d written'],
    ['/namespaces/ns/Secret/s', 'Secret ns/s written'],
    ['/PersistentVolume/p', 'PersistentVolume p written'],
    [
      'apiextensions.k8s.io/CustomResourceDefinition/lamps.example.com',
      'CustomResourceDefinition lamps.example.com established',
    ],
    [
      '/PersistentVolume/p, /namespaces/ns/Secret/s',
      'PersistentVolume p written',
      'Secret ns/s written',
    ],
  ];
  for (const [value, ...edges] of cases) {
    it(`reads ${value}`, () => {
      assert.deepEqual(
        planOf(after(value), ...others).edges,
        edges.map((edge) => `ConfigMap ns/a after ${edge}: it depends on it by annotation`),
      );
    });
  }

  const wrong: [value: string, message: string][] = [
    ['', '"" is no reference to an object'],
    ['Secret/s', '"Secret/s" is no reference to an object'],
    ['/namespaces/ns/Secret', '"/namespaces/ns/Secret" is no reference to an object'],
    ['/namespace/ns/Secret/s', '"/namespace/ns/Secret/s" is no reference to an object'],
    ['/namespaces//Secret/s', '"/namespaces//Secret/s" is no reference to an object'],
    ['/Secret/', '"/Secret/" is no reference to an object'],
    ['/namespaces/ns/Secret/s,', '"" is no reference to an object'],
    ['/namespaces/ns/Secret/x', 'depends on Secret ns/x, which is in none of the trees'],
    ['/Secret/s', 'depends on Secret s, which is in none of the trees'],
  ];
  for (const [value, message] of wrong) {
    it(`refuses ${JSON.stringify(value)}`, () => {
      const [problem] = problemsOf(() => planOf(after(value), ...others));
      assert.deepEqual([problem?.code, problem?.message], ['plan-dependency-missing', message]);
      assert.equal(problem?.at?.field, `metadata.annotations['${DEPENDS_ON}']`);
    });
  }

  it('refuses an object that depends on itself', () => {
    const [problem] = problemsOf(() => planOf(after('/namespaces/ns/ConfigMap/a')));
    assert.equal(problem?.code, 'plan-cycle');
    assert.match(problem.message, /ConfigMap ns\/a → ConfigMap ns\/a$/);
  });
});
