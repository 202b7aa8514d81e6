import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { resourceRequests } from '../../../src/component/resource-requests.ts';
import { totalRequests } from '../../../src/manifest/pod-requests.ts';
import { operandVersions } from '../../../src/images/operand-versions.ts';
import type { KubernetesObject } from '../../../src/manifest/object.ts';
import { object } from '../support/objects.ts';
import { lampOperand } from '../images/support/images.ts';

const MI = 2 ** 20;

/** `[millicores, Mi]` of each that requests something. */
const requestsOf = (
  ...objects: KubernetesObject[]
): [name: string, cpu: number, memory: number][] =>
  resourceRequests(objects, []).map(({ name, cpu, memory }) => [
    name,
    Math.round(cpu * 1000),
    memory / MI,
  ]);

const requests = (cpu: unknown, memory: unknown) => ({ resources: { requests: { cpu, memory } } });
const workload = (kind: string, pod: object, spec: object = {}): KubernetesObject =>
  object(`apps/v1 ${kind} ns/a`, { spec: { ...spec, template: { spec: pod } } });
const ofPod = (pod: object): unknown[] =>
  requestsOf(workload('Deployment', pod))[0]?.slice(1) ?? [];

describe('the requests of a workload', () => {
  const containers = [requests('100m', '64Mi')];
  const kinds: [what: string, object: KubernetesObject, cpu: number | undefined][] = [
    ['a Deployment is of one pod', workload('Deployment', { containers }), 100],
    ['replicas multiply it', workload('Deployment', { containers }, { replicas: 3 }), 300],
    ['no replicas request nothing', workload('Deployment', { containers }, { replicas: 0 }), 0],
    ['a StatefulSet has replicas', workload('StatefulSet', { containers }, { replicas: 2 }), 200],
    ['a ReplicaSet has replicas', workload('ReplicaSet', { containers }, { replicas: 2 }), 200],
    [
      'a ReplicationController has replicas',
      object('v1 ReplicationController ns/a', {
        spec: { replicas: 2, template: { spec: { containers } } },
      }),
      200,
    ],
    ['a DaemonSet has one pod', workload('DaemonSet', { containers }, { replicas: 3 }), 100],
    ['a Pod is one', object('v1 Pod ns/a', { spec: { containers } }), 100],
    [
      'a Job ends',
      object('batch/v1 Job ns/a', { spec: { template: { spec: { containers } } } }),
      undefined,
    ],
    [
      'a custom kind is none',
      object('x.io/v1 Deployment ns/a', { spec: { template: { spec: { containers } } } }),
      undefined,
    ],
    ['what has no template has none', object('apps/v1 Deployment ns/a'), undefined],
  ];
  for (const [what, each, cpu] of kinds) {
    it(`knows that ${what}`, () => {
      assert.equal(requestsOf(each)[0]?.[1], cpu);
    });
  }

  it('is called as the object', () => {
    assert.equal(requestsOf(workload('DaemonSet', { containers }))[0]?.[0], 'DaemonSet ns/a');
  });
});

describe('the requests of a pod', () => {
  const small = requests('10m', '10Mi');
  const big = requests('50m', '5Mi');
  const sidecar = { ...requests('20m', '20Mi'), restartPolicy: 'Always' };

  const pods: [what: string, pod: object, cpu: number, memory: number][] = [
    ['are the sum of its containers', { containers: [small, big] }, 60, 15],
    [
      'are those of an init container that requests more',
      { containers: [small], initContainers: [big] },
      50,
      10,
    ],
    [
      'are of one init container at a time',
      { containers: [small], initContainers: [big, big] },
      50,
      10,
    ],
    ['add sidecars', { containers: [small], initContainers: [sidecar] }, 30, 30],
    [
      'add sidecars to the init containers behind them',
      { containers: [small], initContainers: [sidecar, big] },
      70,
      30,
    ],
    [
      'do not add sidecars to those in front',
      { containers: [small], initContainers: [big, sidecar] },
      50,
      30,
    ],
    [
      'take limits where there are no requests',
      { containers: [{ resources: { limits: { cpu: 1, memory: '1Mi' } } }] },
      1000,
      1,
    ],
    [
      'take a limit for what has no request alone',
      {
        containers: [
          { resources: { limits: { cpu: '1', memory: '9Mi' }, requests: { cpu: '5m' } } },
        ],
      },
      5,
      9,
    ],
    ['are nothing without resources', { containers: [{ name: 'a' }] }, 0, 0],
    ['are nothing where they are no quantities', { containers: [requests('lots', {})] }, 0, 0],
    ['are nothing of what is no container', { containers: ['a', null], initContainers: 'b' }, 0, 0],
  ];
  for (const [what, pod, cpu, memory] of pods) {
    it(what, () => assert.deepEqual(ofPod(pod), [cpu, memory]));
  }
});

describe('the requests of an operand', () => {
  const operand = lampOperand({
    requests: [
      { name: 'lamps', field: 'spec.pods.requests', default: { cpu: '500m', memory: '2Gi' } },
      { name: 'the bulb of each', default: { memory: '1Mi' } },
      { name: 'shades' },
    ],
  });
  const made = (spec: object): [string, number, number][] => {
    const objects = [object('example.com/v1 Lamp main', { spec })];
    return resourceRequests([], operandVersions([operand], objects, [])).map(
      ({ name, cpu, memory }) => [name, cpu * 1000, memory / MI],
    );
  };
  const others = [
    ['the bulb of each', 0, 1],
    ['shades', 0, 0],
  ];

  const cases: [what: string, spec: object, cpu: number, memory: number][] = [
    ['are the defaults', {}, 500, 2048],
    ['are what the object asks for', { pods: { requests: { cpu: '10m', memory: '8Mi' } } }, 10, 8],
    ['may be asked for in part', { pods: { requests: { memory: '8Mi' } } }, 500, 8],
    ['are the defaults where the field is no object', { pods: { requests: '8Mi' } }, 500, 2048],
  ];
  for (const [what, spec, cpu, memory] of cases) {
    it(what, () => assert.deepEqual(made(spec), [['lamps', cpu, memory], ...others]));
  }

  it('are none where the tree does not ask for it', () => {
    assert.deepEqual(resourceRequests([], operandVersions([operand], [], [])), []);
  });
});

describe('totalRequests', () => {
  it('are the sum', () => {
    assert.deepEqual(totalRequests([]), { cpu: 0, memory: 0 });
    assert.deepEqual(
      totalRequests([
        { cpu: 1, memory: 2 },
        { cpu: 3, memory: 4 },
      ]),
      { cpu: 4, memory: 6 },
    );
  });
});
