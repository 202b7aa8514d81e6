import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatDescription, parseDescription } from '../../../src/tree/tree-description.ts';
import { problemsOf, shown } from '../support/problems.ts';

const HEAD = { apiVersion: 'optional.microshift.io/v1alpha1', kind: 'Tree', name: 'lamp' };
const parse = (value: unknown) => parseDescription(JSON.stringify(value), 'd.json');

describe('the description of a tree', () => {
  it('is read as it was written', () => {
    const description = {
      name: 'lamp',
      version: '1.0.0',
      health: {
        workloads: [{ group: 'apps', kind: 'Deployment', namespace: 'ns', name: 'a' }],
        conditions: [{ group: 'x.io', kind: 'Lamp', namespace: '', name: 'b', type: 'Ready' }],
      },
      upgrade: {
        mayDrop: [{ crd: 'lamps.x.io', field: 'spec.wick' }],
        adopts: [{ group: '', kind: 'Secret', namespace: 'ns', name: 'c' }],
      },
      requests: [{ name: 'Deployment ns/a', cpu: 0.05, memory: 2 ** 26 }],
      sources: [
        { name: 'bundle', version: '1.0.0', digest: 'sha256:0' },
        { name: 'crds', digest: 'sha256:1' },
      ],
      incompatible: [
        {
          what: 'bundle',
          version: '1.0.0',
          source: 'crds',
          domain: 'example.com',
          versions: '>=2',
          because: 'it flickers',
          evidence: 'https://example.com/1',
        },
      ],
    };
    const text = formatDescription(description);
    assert.ok(text.endsWith('}\n'));
    assert.deepEqual(parseDescription(text, 'd.json'), description);
  });

  it('has defaults', () => {
    const { health, version } = parse({
      ...HEAD,
      health: { workloads: [{ kind: 'Deployment', name: 'a' }] },
    });
    assert.deepEqual(health.workloads, [
      { group: 'apps', kind: 'Deployment', namespace: '', name: 'a' },
    ]);
    assert.deepEqual(health.conditions, []);
    assert.equal(version, undefined);
    const { requests, sources, incompatible } = parse(HEAD);
    assert.deepEqual([requests, sources, incompatible], [[], [], []]);
    assert.deepEqual(parse(HEAD).health, { workloads: [], conditions: [] });
  });

  it('may have fields of a later version', () => {
    assert.doesNotThrow(() => parse({ ...HEAD, later: 1 }));
  });

  const wrong: [what: string, value: unknown, field: string][] = [
    ['another kind', { ...HEAD, kind: 'Other' }, 'kind'],
    ['another version', { ...HEAD, apiVersion: 'optional.microshift.io/v2' }, 'apiVersion'],
    ['a name that is a path', { ...HEAD, name: '../a' }, 'name'],
    ['no name', { ...HEAD, name: undefined }, 'name'],
    [
      'a workload without name',
      { ...HEAD, health: { workloads: [{ kind: 'Deployment' }] } },
      'health.workloads[0].name',
    ],
    [
      'a condition without type',
      { ...HEAD, health: { conditions: [{ kind: 'A', name: 'b' }] } },
      'health.conditions[0].type',
    ],
    ['another sort of health', { ...HEAD, health: { probes: [] } }, 'health.probes'],
    ['a list', [], ''],
  ];
  for (const [what, value, field] of wrong) {
    it(`may not be or have ${what}`, () => {
      const [problem] = problemsOf(() => parse(value));
      assert.deepEqual([problem?.code, problem?.at?.field], ['tree-description-invalid', field]);
    });
  }

  it('has to be JSON', () => {
    const [problem] = problemsOf(() => parseDescription('{"a": ', 'd.json'));
    assert.equal(problem?.code, 'tree-description-invalid');
    assert.match(shown(problem), /^d\.json: is not JSON: /);
  });
});
