import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { isCrdKind, isCustomKind } from '../../../src/removal/kinds.ts';
import { orderRemoval } from '../../../src/removal/order-removal.ts';
import type { Step } from '../../../src/removal/order-removal.ts';
import type { Removable } from '../../../src/removal/removable.ts';
import { stagesBefore } from '../../../src/removal/stages.ts';
import { removable } from './support/removables.ts';

const KINDS = [
  'v1 Namespace',
  'v1 ConfigMap',
  'v1 Service',
  'v1 ServiceAccount',
  'v1 PersistentVolumeClaim',
  'apps/v1 Deployment',
  'admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration',
  'apiextensions.k8s.io/v1 CustomResourceDefinition',
  'apiregistration.k8s.io/v1 APIService',
  'example.com/v1 Lamp',
  'example.com/v1 Shade',
];

/** Sets as a plan has them: each object may depend on any of those before it. */
const removables = fc
  .array(
    fc.record({
      kind: fc.constantFrom(...KINDS),
      namespace: fc.constantFrom('n0', 'n1', 'n2'),
      tree: fc.constantFrom('a', 'b'),
      after: fc.array(fc.nat(), { maxLength: 3 }),
    }),
    { maxLength: 25 },
  )
  .map((drawn) => {
    const names = drawn.map(({ kind, namespace }, index) =>
      kind === 'v1 Namespace' ? `${kind} n${index % 3}` : `${kind} ${namespace}/o${index}`,
    );
    const all = drawn.map(({ tree, after }, index) =>
      removable(names[index] ?? '', {
        tree,
        after: index === 0 ? [] : after.map((each) => names[each % index] ?? ''),
      }),
    );
    return ordered(all);
  });

/** Without doubles, and a namespace first, as a plan has it: it depends on nothing that lives in it. */
function ordered(all: readonly Removable[]): Removable[] {
  const byKey = new Map(all.map((each) => [each.key, each]));
  const isNamespace = ({ id }: Removable): boolean => id.kind === 'Namespace';
  const namespaces = [...byKey.values()].filter(isNamespace);
  const others = [...byKey.values()].filter((each) => !isNamespace(each));
  return [...namespaces.map((each) => ({ ...each, dependencies: [] })), ...others];
}

/** What the engine waits for before it begins a step. */
function predecessors(step: Step, steps: readonly Step[]): Step[] {
  const { ofAll, ofTree } = stagesBefore(step.stage);
  return steps.filter(
    (other) =>
      ofAll.includes(other.stage) ||
      (ofTree.includes(other.stage) && other.removable.tree === step.removable.tree) ||
      step.after.includes(other.removable.key),
  );
}

describe('orderRemoval, for any set', () => {
  const property = (check: (all: Removable[], steps: Step[]) => void): void => {
    fc.assert(
      fc.property(removables, (all) => check(all, orderRemoval(all))),
      { seed: 7 },
    );
  };

  it('every object has one step, after all steps that it waits for', () => {
    property((all, steps) => {
      assert.deepEqual(
        steps.map((step) => step.removable.key).toSorted(),
        all.map(({ key }) => key).toSorted(),
      );
      for (const [index, step] of steps.entries()) {
        for (const before of predecessors(step, steps)) {
          assert.ok(steps.indexOf(before) < index, 'nothing waits for itself');
        }
      }
    });
  });

  it('nothing goes before what depends on it, but for a CRD that an operator waited for', () => {
    property((all, steps) => {
      for (const dependent of all) {
        for (const key of dependent.dependencies) {
          const step = steps.find((each) => each.removable.key === key);
          assert.ok(step);
          if (isCrdKind(step.removable.id) && !isCustomKind(dependent.id)) continue;
          assert.ok(predecessors(step, steps).some((each) => each.removable.key === dependent.key));
        }
      }
    });
  });

  it('whatever may finalize a custom resource outlives all of them', () => {
    property((all, steps) => {
      const byKey = new Map(all.map((each) => [each.key, each]));
      const needsCustom = ({ dependencies }: Removable): boolean =>
        dependencies
          .map((key) => byKey.get(key))
          .filter((each) => each !== undefined && !isCrdKind(each.id))
          .some((each) => each !== undefined && (isCustomKind(each.id) || needsCustom(each)));
      const customs = steps.filter(({ removable: { id } }) => isCustomKind(id));
      for (const step of steps) {
        if (isCustomKind(step.removable.id) || needsCustom(step.removable)) continue;
        const before = predecessors(step, steps);
        assert.ok(customs.every((custom) => before.includes(custom)));
      }
    });
  });

  it('what lives in a namespace is gone before it is', () => {
    property((_, steps) => {
      for (const [index, { removable: namespace }] of steps.entries()) {
        if (namespace.id.kind !== 'Namespace') continue;
        const later = steps.slice(index).map((each) => each.removable);
        assert.ok(later.every(({ id }) => id.namespace !== namespace.id.name));
      }
    });
  });
});
