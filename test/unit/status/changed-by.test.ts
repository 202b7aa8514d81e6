import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { manifestOf } from '../../../src/manifest/manifest.ts';
import { changedBy, isOnlyAddedTo } from '../../../src/status/changed-by.ts';
import { object } from '../support/objects.ts';

type Entry = { manager?: string; operation?: string; time?: string; subresource?: string };
const own = { manager: 'microshift-optional', operation: 'Apply', time: '2026-01-02T00:00:00Z' };
const by = (manager: string, time: string, more: Entry = {}): Entry => ({
  manager,
  operation: 'Update',
  time,
  ...more,
});
const who = (...managedFields: unknown[]): string | undefined => {
  const found = changedBy({ metadata: { managedFields } });
  return found && `${found.manager} ${found.operation} ${found.at}`;
};

describe('changedBy', () => {
  const later = '2026-01-03T00:00:00Z';
  const cases: [what: string, entries: unknown[], expected: string | undefined][] = [
    ['nobody', [own], undefined],
    ['nothing known', [], undefined],
    ['what is no entry', [1, null, {}], undefined],
    ['somebody later', [own, by('a', later)], `a Update ${later}`],
    ['somebody in the same second', [own, by('a', own.time)], `a Update ${own.time}`],
    ['somebody before it was applied', [own, by('a', '2026-01-01T00:00:00Z')], undefined],
    ['the last of some', [own, by('a', own.time), by('b', later)], `b Update ${later}`],
    ['a controller that reports', [own, by('a', later, { subresource: 'status' })], undefined],
    ['one that scales', [own, by('a', later, { subresource: 'scale' })], `a Update ${later}`],
    ['another Apply', [own, by('a', later, { operation: 'Apply' })], `a Apply ${later}`],
    [
      'this program, otherwise',
      [own, by('microshift-optional', later)],
      `microshift-optional Update ${later}`,
    ],
    ['one that is there in its place', [by('a', later)], `a Update ${later}`],
    ['one without a time', [{ manager: 'a', operation: 'Update' }], 'a Update '],
  ];
  for (const [what, entries, expected] of cases) {
    it(what, () => assert.equal(who(...entries), expected));
  }
});

describe('isOnlyAddedTo', () => {
  const manifest = manifestOf(object('v1 ConfigMap a', { data: { a: 'b' } }));
  const live = (entry: object) => ({ metadata: { managedFields: [entry] } });
  const fieldsV1 = { 'f:data': { 'f:a': {} } };

  it('is so while all that was applied is this program’s', () => {
    assert.equal(isOnlyAddedTo(live({ ...own, apiVersion: 'v1', fieldsV1 }), manifest), true);
  });

  it('is so where nothing was applied that could be changed', () => {
    const bare = manifestOf(object('v1 Namespace a'));
    assert.equal(isOnlyAddedTo({ metadata: {} }, bare), true);
    assert.equal(isOnlyAddedTo(undefined, bare), false);
  });

  for (const [what, entry] of [
    ['a field is taken over', { ...own, apiVersion: 'v1', fieldsV1: { 'f:data': { 'f:b': {} } } }],
    ['it was applied in another version', { ...own, apiVersion: 'v2', fieldsV1 }],
    ['somebody else applied it', { ...own, manager: 'a', apiVersion: 'v1', fieldsV1 }],
    ['nothing is known', {}],
  ] as const) {
    it(`is not so where ${what}`, () => {
      assert.equal(isOnlyAddedTo(live(entry), manifest), false);
    });
  }
});
