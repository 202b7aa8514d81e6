import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { targetNamespaceFindings } from '../../../src/component/target-namespaces.ts';
import type { KubernetesObject } from '../../../src/manifest/object.ts';
import { COMPONENT, byHand, parsedComponent } from '../support/component.ts';
import { object } from '../support/objects.ts';

const SOURCES = `  sources:
    - {name: api, kind: Manifests, ref: a}
    - name: operator
      kind: RegistryV1Bundle
      ref: b
      targetNamespaces:
        - kitchen
        - parlour
    - {name: other, kind: RegistryV1Bundle, ref: c}
`;

function find(index: number, handWritten: KubernetesObject[], ...objects: KubernetesObject[]) {
  const text = COMPONENT.replace(/ {2}sources:.*\n/, SOURCES);
  const component = parsedComponent(text, byHand([], ...handWritten));
  return targetNamespaceFindings(component, index, objects);
}

const kitchen = object('v1 Namespace kitchen');
const parlour = object('v1 Namespace parlour');
const ids = (found: ReturnType<typeof find>) => found.map(({ id }) => id);

describe('targetNamespaceFindings', () => {
  it('names each namespace that nothing makes, with its line', () => {
    const found = find(1, []);
    assert.deepEqual(
      found.map(({ id, severity, at }) => [id, severity, at]),
      ['kitchen', 'parlour'].map((name, index) => [
        `target-namespace-elsewhere:${name}`,
        'note',
        {
          file: 'c.yaml',
          line: 14 + index,
          field: `spec.sources[1].targetNamespaces[${index}]`,
        },
      ]),
    );
    assert.match(found[0]?.message ?? '', /the namespace kitchen, .* of the source operator/);
  });

  it('counts those of sources and of hand-written manifests', () => {
    assert.deepEqual(ids(find(1, [kitchen])), ['target-namespace-elsewhere:parlour']);
    assert.deepEqual(ids(find(1, [], parlour)), ['target-namespace-elsewhere:kitchen']);
    assert.deepEqual(ids(find(1, [parlour], kitchen)), []);
  });

  it('counts Namespaces alone', () => {
    const others = [object('v1 ConfigMap kitchen'), object('example.com/v1 Namespace parlour')];
    assert.equal(find(1, others).length, 2);
  });

  it('finds nothing where a source names none', () => {
    for (const index of [0, 2, 3]) assert.deepEqual(find(index, []), []);
  });
});
