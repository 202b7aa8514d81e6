import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import { formatPlan } from '../../../src/plan/format-plan.ts';
import { crd, object } from '../support/objects.ts';
import { tree } from '../support/plan.ts';

const PLAN = buildPlan([
  tree('one', object('example.com/v1 Lamp ns/main'), object('v1 Namespace ns'), crd()),
]);

describe('formatPlan', () => {
  it('writes text for people', () => {
    assert.equal(
      formatPlan(PLAN, 'text'),
      `1  Namespace ns
2  CustomResourceDefinition lamps.example.com
3  Lamp.example.com ns/main
     after Namespace ns is written: it is its namespace
     after CustomResourceDefinition lamps.example.com is Established: it defines Lamp
`,
    );
  });

  it('says of an object which trees have it, and whose counts', () => {
    const of = (version: string) =>
      object('v1 ConfigMap ns/a', {
        metadata: { annotations: { 'example.com/bundle-version': version } },
      });
    const shared = buildPlan([
      tree('one', of('v1.0.0'), object('v1 Namespace ns')),
      tree('two', of('v2.0.0'), object('v1 Namespace ns')),
    ]);
    assert.equal(
      formatPlan(shared, 'text'),
      `1  Namespace ns
     of one, two
2  ConfigMap ns/a
     of one, two: v2.0.0 of two, since one has v1.0.0
     after Namespace ns is written: it is its namespace
`,
    );
    const { objects } = JSON.parse(formatPlan(shared, 'json')) as { objects: object[] };
    assert.partialDeepStrictEqual(objects[1], {
      tree: 'two',
      trees: ['one', 'two'],
      note: 'v2.0.0 of two, since one has v1.0.0',
      file: 'two.yaml',
    });
  });

  it('aligns the numbers of many objects', () => {
    const objects = Array.from({ length: 10 }, (_, index) => object(`v1 ConfigMap ns/c${index}`));
    const lines = formatPlan(buildPlan([tree('one', ...objects)]), 'text').split('\n');
    assert.deepEqual([lines[0], lines[9]], [' 1  ConfigMap ns/c0', '10  ConfigMap ns/c9']);
  });

  it('writes JSON for programs', () => {
    const { apiVersion, kind, objects } = JSON.parse(formatPlan(PLAN, 'json')) as {
      apiVersion: string;
      kind: string;
      objects: unknown[];
    };
    assert.deepEqual([apiVersion, kind], ['report.optional.microshift.io/v1alpha1', 'Plan']);
    assert.deepEqual(objects[0], {
      apiVersion: 'v1',
      kind: 'Namespace',
      name: 'ns',
      tree: 'one',
      file: 'one.yaml',
      after: [],
    });
    assert.deepEqual(objects[2], {
      apiVersion: 'example.com/v1',
      kind: 'Lamp',
      namespace: 'ns',
      name: 'main',
      tree: 'one',
      file: 'one.yaml',
      after: [
        { object: 'Namespace ns', gate: 'written', reason: 'it is its namespace' },
        {
          object: 'CustomResourceDefinition lamps.example.com',
          gate: 'established',
          reason: 'it defines Lamp',
        },
      ],
    });
  });

  it('writes a Mermaid diagram', () => {
    assert.equal(
      formatPlan(PLAN, 'mermaid'),
      `flowchart LR
  n0["Namespace ns"]
  n1["CustomResourceDefinition lamps.example.com"]
  n2["Lamp.example.com ns/main"]
  n0 -- written --> n2
  n1 -- established --> n2
`,
    );
  });

  it('writes nothing for nothing', () => {
    assert.equal(formatPlan({ nodes: [] }, 'text'), '');
    assert.equal(formatPlan({ nodes: [] }, 'mermaid'), 'flowchart LR\n');
  });
});
