import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CrdChange } from '../../../src/upgrade/crd-change.ts';
import { upgradeFindings } from '../../../src/upgrade/upgrade-findings.ts';
import type { MayDrop } from '../../../src/upgrade/upgrade-findings.ts';

const CRD = 'lamps.example.com';

const change = (rest: Partial<CrdChange>): CrdChange => ({
  crd: CRD,
  versions: ['v1'],
  field: 'spec.colour',
  change: 'field-removed',
  class: 'lossy',
  before: 'string',
  after: '',
  message: 'the field is gone',
  ...rest,
});

/** `severity id: message` of each finding. */
function shown(changes: readonly CrdChange[], ...mayDrop: MayDrop[]): string[] {
  return upgradeFindings(changes, { mayDrop }).map(
    ({ severity, id, message }) => `${severity} ${id}: ${message}`,
  );
}

const REMOVED = change({});
const ADDED = change({ change: 'field-added', class: 'safe' });
const ENUM = change({
  change: 'enum-value-removed',
  class: 'unsafe',
  field: 'spec.size',
  message: 'M is gone',
});
const VERSION = change({
  change: 'version-removed',
  class: 'migratable',
  field: '',
  versions: ['v1alpha1'],
  message: 'v1alpha1 is gone',
});

describe('upgradeFindings', () => {
  it('refuses what is lossy or unsafe, notes what is migratable, and leaves out what is safe', () => {
    assert.deepEqual(shown([ADDED, REMOVED, ENUM, VERSION]), [
      `refusal crd-enum-value-removed:${CRD}:spec.size: M is gone (v1)`,
      `refusal crd-field-removed:${CRD}:spec.colour: the field is gone (v1)`,
      `note crd-version-removed:${CRD}:v1alpha1: v1alpha1 is gone`,
    ]);
    assert.deepEqual(shown([]), []);
  });

  it('names a change of the whole CRD by the CRD', () => {
    const removed = change({
      change: 'removed',
      class: 'unsafe',
      field: '',
      versions: [],
      message: 'it is gone',
    });
    assert.deepEqual(shown([removed]), [`refusal crd-removed:${CRD}: it is gone`]);
  });

  it('makes one finding of one kind of change of a field', () => {
    const rules = ['a', 'b', 'a', 'c', 'd', 'e'].map((message, index) =>
      change({ change: 'rule-added', class: 'unsafe', message, versions: [`v${index}`, 'v9'] }),
    );
    assert.deepEqual(shown(rules), [
      `refusal crd-rule-added:${CRD}:spec.colour: a; b; c; and 2 more (v0, v9, v1, v2, v3, v4, v5)`,
    ]);
  });

  it('tells the place, and how to go on', () => {
    const [found] = upgradeFindings([REMOVED], { mayDrop: [] });
    assert.deepEqual(found?.at, {
      object: `CustomResourceDefinition ${CRD}`,
      field: 'spec.colour',
    });
    assert.match(found?.hint ?? '', /\{crd: lamps\.example\.com, field: 'spec\.colour'\}/);
    assert.match(found?.hint ?? '', /spec\.upgrade\.mayDrop in component\.yaml/);
  });

  const ACCEPTED: [string, MayDrop][] = [
    ['the field itself', { crd: CRD, field: 'spec.colour' }],
    ['what it lies in', { crd: CRD, field: 'spec' }],
  ];
  for (const [what, mayDrop] of ACCEPTED) {
    it(`notes a lossy change where ${what} may be dropped`, () => {
      assert.deepEqual(shown([REMOVED], mayDrop), [
        `note crd-field-removed:${CRD}:spec.colour: the field is gone (v1)`,
      ]);
    });
  }

  it('repeats why a field may be dropped', () => {
    const mayDrop = [{ crd: CRD, field: 'spec.colour', because: 'nobody set it' }];
    const [found] = upgradeFindings([REMOVED], { mayDrop });
    assert.match(found?.hint ?? '', /mayDrop accepts it \(nobody set it\); tell users/);
  });

  const REFUSED: [string, MayDrop][] = [
    ['another CRD', { crd: 'bulbs.example.com', field: 'spec.colour' }],
    ['another field', { crd: CRD, field: 'spec.col' }],
    ['what lies in it', { crd: CRD, field: 'spec.colour.red' }],
    ['no path', { crd: CRD, field: 'spec..colour' }],
  ];
  for (const [what, mayDrop] of REFUSED) {
    it(`refuses a lossy change where mayDrop names ${what}`, () => {
      assert.match(shown([REMOVED], mayDrop)[0] ?? '', /^refusal /);
    });
  }

  it('refuses what is unsafe whatever may be dropped', () => {
    const mayDrop = { crd: CRD, field: 'spec' };
    assert.match(shown([ENUM], mayDrop)[0] ?? '', /^refusal /);
  });

  it('says nothing of what may be dropped and is not', () => {
    assert.deepEqual(shown([], { crd: CRD, field: 'spec' }), []);
  });

  it('gives each finding its own id, without spaces, in an order of its own', () => {
    const changes = [REMOVED, ENUM, VERSION].flatMap((each) =>
      ['b', 'a'].map((name) => ({ ...each, crd: name })),
    );
    const ids = upgradeFindings(changes, { mayDrop: [] }).map(({ id }) => id);
    assert.equal(new Set(ids).size, 6);
    for (const id of ids) assert.match(id, /^crd-[a-z-]+(?::\S+)+$/);
    const reversed = upgradeFindings(changes.toReversed(), { mayDrop: [] });
    assert.deepEqual(
      reversed.map(({ id }) => id),
      ids,
    );
  });
});
