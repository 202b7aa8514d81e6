import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { canonicalJsonText, toJsonText, valueAt } from '../../../src/manifest/json.ts';
import {
  apiVersionOf,
  compareText,
  groupOf,
  objectId,
  objectKey,
  versionOf,
} from '../../../src/manifest/object.ts';
import { object } from '../support/objects.ts';

describe('apiVersion', () => {
  for (const [apiVersion, group, version] of [
    ['v1', '', 'v1'],
    ['apps/v1', 'apps', 'v1'],
    ['a.example.com/v1beta2', 'a.example.com', 'v1beta2'],
  ] as const) {
    it(`${apiVersion} is the version ${version} of "${group}"`, () => {
      assert.equal(groupOf(apiVersion), group);
      assert.equal(versionOf(apiVersion), version);
      assert.equal(apiVersionOf(group, version), apiVersion);
    });
  }
});

describe('objectKey', () => {
  const key = (identity: string): string => objectKey(objectId(object(identity)));

  it('is the same for every version of an object', () => {
    assert.equal(key('apps/v1 Deployment ns/a'), key('apps/v1beta1 Deployment ns/a'));
  });

  it('tells everything else apart', () => {
    const keys = [
      'apps/v1 Deployment ns/a',
      'apps/v1 Deployment a',
      'apps/v1 Deployment ns/b',
      'other/v1 Deployment ns/a',
      'v1 Deployment ns/a',
      'apps/v1 DaemonSet ns/a',
    ].map(key);
    assert.equal(new Set(keys).size, keys.length);
  });
});

describe('canonicalJsonText', () => {
  it('does not depend on the order of keys, at any depth', () => {
    const a = { x: [{ p: 1, q: { s: 2n, r: null } }], y: 'z' };
    const b = { y: 'z', x: [{ q: { r: null, s: 2n }, p: 1 }] };
    assert.equal(canonicalJsonText(a), canonicalJsonText(b));
    assert.notEqual(canonicalJsonText(a), canonicalJsonText({ ...a, y: 'other' }));
    assert.notEqual(canonicalJsonText([1, 2]), canonicalJsonText([2, 1]));
  });

  it('tells different values apart', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        const same = canonicalJsonText(a) === canonicalJsonText(b);
        assert.equal(same, toJsonText(sorted(a)) === toJsonText(sorted(b)));
      }),
      { seed: 1 },
    );
  });
});

describe('valueAt', () => {
  const value = { a: [{ b: 1 }], n: null };
  for (const [path, expected] of [
    [['a', 0, 'b'], 1],
    [[], value],
    [['a', 1, 'b'], undefined],
    [['n', 'x'], undefined],
    [['n'], null],
    [['toString'], undefined],
    [['a', 'length'], 1],
  ] as const) {
    it(`finds ${JSON.stringify(expected) ?? 'nothing'} at ${path.join('.') || 'the root'}`, () => {
      assert.deepEqual(valueAt(value, path), expected);
    });
  }
});

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => compareText(a, b));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}
