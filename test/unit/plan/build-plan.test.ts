import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import { crd, object } from '../support/objects.ts';
import { DEPENDS_ON, planOf, shownPlan, tree } from '../support/plan.ts';
import { problemsOf, shown } from '../support/problems.ts';

describe('buildPlan', () => {
  it('orders the objects of a tree, with a reason for each edge', () => {
    const plan = planOf(
      object('example.com/v1 Lamp ns/main'),
      object('v1 ConfigMap ns/a'),
      crd(),
      object('v1 Namespace ns'),
    );
    assert.deepEqual(plan.order, [
      'Namespace ns',
      'CustomResourceDefinition lamps.example.com',
      'Lamp.example.com ns/main',
      'ConfigMap ns/a',
    ]);
    assert.deepEqual(plan.edges, [
      'Lamp.example.com ns/main after Namespace ns written: it is its namespace',
      'Lamp.example.com ns/main after CustomResourceDefinition lamps.example.com established: it defines Lamp',
      'ConfigMap ns/a after Namespace ns written: it is its namespace',
    ]);
  });

  it('finds dependencies across trees', () => {
    const plan = buildPlan([
      tree('application', object('example.com/v1 Lamp ns/main')),
      tree('component', crd(), object('v1 Namespace ns')),
    ]);
    assert.deepEqual(
      plan.nodes.map(({ id, tree: name }) => `${id.kind} of ${name}`),
      ['Namespace of component', 'CustomResourceDefinition of component', 'Lamp of application'],
    );
    assert.equal(shownPlan(plan).edges.length, 2);
  });

  it('has an object once that two trees agree on', () => {
    const one = object('v1 ConfigMap ns/a', { data: { x: '1', y: '2' } });
    const two = object('v1 ConfigMap ns/a', { data: { y: '2', x: '1' } });
    const { nodes } = buildPlan([tree('one', one), tree('two', two)]);
    assert.deepEqual(
      nodes.map((node) => [node.tree, node.file]),
      [['one', 'one.yaml']],
    );
  });

  it('puts a namespaced object without namespace where kubectl does', () => {
    const namespace = object('v1 Namespace default');
    const plan = planOf(
      object('v1 ConfigMap a'),
      crd(),
      object('example.com/v1 Lamp b'),
      namespace,
    );
    assert.ok(plan.order.includes('ConfigMap default/a'));
    assert.ok(plan.order.includes('Lamp.example.com default/b'));
    assert.ok(
      plan.edges.includes(
        'ConfigMap default/a after Namespace default written: it is its namespace',
      ),
    );
  });

  it('says how each kind is addressed, where it knows', () => {
    const { nodes } = buildPlan([
      tree('one', crd(), object('example.com/v1 Lamp a'), object('x.io/v1 Thing b')),
    ]);
    assert.deepEqual(
      nodes.map(({ kind }) => kind?.plural),
      ['customresourcedefinitions', 'lamps', undefined],
    );
  });

  it('is empty for no trees', () => {
    assert.deepEqual(buildPlan([]).nodes, []);
  });
});

describe('buildPlan refuses', () => {
  it('an object of two trees with different content, and names both places', () => {
    const [one, two] = ['1', '2'].map((x) => object('v1 ConfigMap ns/a', { data: { x } }));
    assert.ok(one && two);
    const [problem] = problemsOf(() => buildPlan([tree('one', one), tree('two', two)]));
    assert.deepEqual([problem?.code, problem?.at?.object], ['plan-conflict', 'ConfigMap ns/a']);
    assert.equal(shown(problem!), 'two.yaml:1: stands with different content in one.yaml:1');
  });

  it('the same object in two versions', () => {
    const objects = ['apps/v1', 'apps/v1beta1'].map((version) =>
      object(`${version} Deployment ns/a`),
    );
    assert.equal(problemsOf(() => planOf(...objects))[0]?.code, 'plan-conflict');
  });

  it('a cycle, and shows it', () => {
    const after = (name: string, other: string) =>
      object(`v1 ConfigMap ns/${name}`, {
        metadata: { annotations: { [DEPENDS_ON]: `/namespaces/ns/ConfigMap/${other}` } },
      });
    const objects = [after('a', 'b'), after('b', 'c'), after('c', 'b'), object('v1 Namespace ns')];
    const [problem] = problemsOf(() => planOf(...objects));
    assert.equal(problem?.code, 'plan-cycle');
    assert.equal(
      shown(problem),
      'one.yaml:2: objects wait for each other: ConfigMap ns/b → ConfigMap ns/c → ConfigMap ns/b',
    );
  });

  it('everything at once', () => {
    const missing = { metadata: { annotations: { [DEPENDS_ON]: '/Pod/x' } } };
    const problems = problemsOf(() =>
      buildPlan([
        tree('one', crd(), object('example.com/v9 Lamp a'), object('v1 ConfigMap b', missing)),
        tree('two', crd('Lamp', { scope: 'Cluster' })),
      ]),
    );
    assert.deepEqual(
      problems.map(({ code }) => code),
      ['plan-version-unserved', 'plan-dependency-missing', 'plan-conflict'],
    );
  });
});
