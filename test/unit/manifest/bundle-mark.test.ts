import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import {
  bundleMarks,
  channelConflict,
  compareBundleMarks,
  compareBundleVersions,
} from '../../../src/manifest/bundle-mark.ts';
import { outlineOf } from '../../../src/manifest/outline.ts';
import { object } from '../support/objects.ts';

const annotated = (annotations: unknown) =>
  object('v1 ConfigMap ns/a', { metadata: { annotations } });
const marks = (annotations: Record<string, string>) => bundleMarks(annotated(annotations));

describe('bundleMarks', () => {
  for (const [what, annotations, expected] of [
    ['nothing', undefined, {}],
    [
      'version and channel',
      { 'a.io/bundle-version': 'v1.2.3', 'a.io/channel': 'standard', 'a.io/other': 'x' },
      { 'a.io': { version: 'v1.2.3', channel: 'standard' } },
    ],
    [
      'two bundles',
      { 'a.io/bundle-version': '1.2.3', 'b.io/channel': 'beta' },
      { 'a.io': { version: '1.2.3' }, 'b.io': { channel: 'beta' } },
    ],
    ['no versions', { 'a.io/bundle-version': 'latest', 'b.io/bundle-version': '1.2' }, {}],
    ['no text', { 'a.io/bundle-version': 1, 'a.io/channel': null }, {}],
    [
      'what reaches terminals',
      { 'a.io/channel': 'x\u001B[2J', 'A\u001B/channel': 'x', 'a.io/bundle-version': '1.0.0\n' },
      {},
    ],
    ['no domain', { 'bundle-version': '1.0.0', '/channel': 'x', 'a.io/b/channel': 'x' }, {}],
    ['a path', { '*/channel': 'x', '../bundle-version': '1.0.0' }, {}],
    ['no annotations', 'text', {}],
  ] as const) {
    it(`reads ${what}`, () => {
      const read = bundleMarks(annotated(annotations));
      assert.deepEqual(read, new Map(Object.entries(expected)));
    });
  }

  it('reads the same of an outline', () => {
    const key = fc.constantFrom('a.io/bundle-version', 'a.io/channel', '*/channel', 'b/x', '*');
    const value = fc.constantFrom('v1.0.0', 'v2.0.0-rc.1', 'standard', '');
    fc.assert(
      fc.property(fc.dictionary(key, value), (annotations) => {
        const whole = annotated(annotations);
        assert.deepEqual(bundleMarks(outlineOf(whole)), bundleMarks(whole));
      }),
      { seed: 3 },
    );
  });
});

describe('compareBundleMarks', () => {
  for (const [a, b, expected] of [
    [{ 'a.io/bundle-version': 'v1.10.0' }, { 'a.io/bundle-version': 'v1.9.0' }, 1],
    [{ 'a.io/bundle-version': 'v1.9.0' }, { 'a.io/bundle-version': 'v1.10.0' }, -1],
    [{ 'a.io/bundle-version': 'v1.0.0' }, { 'a.io/bundle-version': '1.0.0' }, 0],
    [{ 'a.io/bundle-version': 'v1.0.0' }, { 'b.io/bundle-version': '1.0.0' }, undefined],
    [{ 'a.io/channel': 'x' }, { 'a.io/bundle-version': '1.0.0' }, undefined],
    [
      { 'a.io/bundle-version': 'v1.0.0', 'b.io/bundle-version': 'v1.0.0' },
      { 'a.io/bundle-version': 'v1.0.0', 'b.io/bundle-version': 'v2.0.0' },
      -1,
    ],
    [
      { 'a.io/bundle-version': 'v2.0.0', 'b.io/bundle-version': 'v1.0.0' },
      { 'a.io/bundle-version': 'v1.0.0', 'b.io/bundle-version': 'v2.0.0' },
      undefined,
    ],
  ] as const) {
    it(`${JSON.stringify(a)} and ${JSON.stringify(b)}: ${expected}`, () => {
      assert.equal(compareBundleMarks(marks(a), marks(b))?.order, expected);
    });
  }

  it('compares versions, not their texts', () => {
    assert.equal(compareBundleVersions('v1.10.0', 'v1.9.0'), 1);
  });
});

describe('channelConflict', () => {
  it('names the bundle and both channels', () => {
    const [a, b] = [marks({ 'a.io/channel': 'beta' }), marks({ 'a.io/channel': 'standard' })];
    assert.deepEqual(channelConflict(a, b), { domain: 'a.io', channels: ['beta', 'standard'] });
    assert.equal(channelConflict(a, a), undefined);
    assert.equal(channelConflict(a, marks({ 'b.io/channel': 'standard' })), undefined);
  });
});
