import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import type { KubernetesObject } from '../../../src/manifest/object.ts';
import { judgeCrdChange } from '../../../src/migration/judge-crd-change.ts';
import { MIGRATING_FROM } from '../../../src/migration/stored-versions.ts';
import { crd } from '../support/objects.ts';
import { lamps } from '../upgrade/support/lamps.ts';
import { living, shipped, webhook } from './support/live.ts';
import { JUDGE_CASES, bundle } from './support/judge-cases.ts';
import type { JudgeCase } from './support/judge-cases.ts';

function decide([, liveText, stored, nextText, , options = {}]: JudgeCase): string {
  const { live, next, liveMetadata, nextMetadata, neededVersions = [], isRollback } = options;
  const shownLive = shipped(liveText, live, liveMetadata);
  const decision = judgeCrdChange(
    living(shownLive, stored === '' ? [] : stored.split(',')),
    shipped(nextText, next, nextMetadata),
    { neededVersions, isRollback },
  );
  switch (decision.action) {
    case 'apply': {
      return 'apply';
    }
    case 'migrate': {
      return `migrate ${decision.from.join()} → ${decision.to}`;
    }
    case 'keep': {
      return `keep ${decision.reason}`;
    }
    case 'refuse': {
      assert.notEqual(decision.problem.hint, '');
      return `refuse ${decision.problem.code} ${decision.problem.message}`;
    }
  }
}

describe('judgeCrdChange', () => {
  for (const each of JUDGE_CASES) {
    const [what, live, , next, expected] = each;
    it(`judges ${what}: ${live} to ${next}`, () => {
      const decision = decide(each);
      if (typeof expected === 'string') assert.equal(decision, expected);
      else assert.match(decision, expected);
    });
  }

  it('leaves what is no CRD to the API server', () => {
    const broken = { ...shipped('v1'), spec: {} } as KubernetesObject;
    const context = { neededVersions: [], isRollback: undefined };
    const live = living(shipped('v1'), ['v1']);
    assert.deepEqual(judgeCrdChange(live, broken, context), { action: 'apply' });
  });

  it('refuses a stored version that goes where nothing is stored any longer', () => {
    const next = crd('Lamp', { versions: [{ name: 'v1' }] });
    const live = living(shipped('v1alpha1'), ['v1alpha1']);
    const decision = judgeCrdChange(live, next, { neededVersions: [], isRollback: undefined });
    assert.equal(decision.action, 'refuse');
  });

  it('never applies a CRD that lacks a stored version, nor migrates into one that it lacks', () => {
    const names = ['v1alpha1', 'v1beta1', 'v1', 'v2', 'other'];
    const some = fc.uniqueArray(
      fc.record({ name: fc.constantFrom(...names), served: fc.boolean() }),
      { minLength: 1, selector: ({ name }) => name },
    );
    const anyCrd = fc.tuple(
      some,
      fc.boolean(),
      fc.constantFrom({}, bundle('1.0.0'), bundle('2.0.0')),
    );
    let migrations = 0;
    fc.assert(
      fc.property(
        anyCrd,
        anyCrd,
        fc.subarray(names),
        fc.subarray(names),
        fc.constantFrom(true, false, undefined),
        fc.boolean(),
        (before, after, stored, neededVersions, isRollback, isTransitional) => {
          const make = ([versions, hasWebhook, metadata]: typeof before) => {
            const made = lamps(versions, hasWebhook ? webhook() : {});
            return { ...made, metadata: { ...made.metadata, ...metadata } } as KubernetesObject;
          };
          const [shownLive, next] = [make(before), make(after)];
          if (isTransitional) {
            shownLive.metadata.annotations = {
              ...shownLive.metadata.annotations,
              [MIGRATING_FROM]: stored.join(),
            };
          }
          const live = living(shownLive, stored);
          const decision = judgeCrdChange(live, next, { neededVersions, isRollback });
          const left = new Set(after[0].map(({ name }) => name));
          const gone = stored.filter((name) => !left.has(name));
          if (decision.action === 'apply') assert.deepEqual(gone, []);
          if (decision.action === 'keep') {
            const unserved = neededVersions.filter(
              (name) => !before[0].some((each) => each.served && each.name === name),
            );
            assert.deepEqual(unserved, []);
          }
          if (decision.action !== 'migrate') return;
          migrations += 1;
          assert.deepEqual(decision.from, gone);
          assert.ok(left.has(decision.to));
          const defined = new Set(before[0].map(({ name }) => name));
          assert.ok(gone.every((name) => defined.has(name)));
        },
      ),
      { numRuns: 1000, seed: 1 },
    );
    assert.ok(migrations > 50, `${migrations} migrations show little`);
  });
});
