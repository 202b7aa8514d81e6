import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { manifestsVersion, selectManifests } from '../../../src/source/select-manifests.ts';
import { sourceOf } from '../support/source.ts';

const map = (name: string, annotations: Record<string, string> = {}): string =>
  JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, annotations } });

describe('manifestsVersion', () => {
  const cases: [what: string, versions: string[], expected: string | undefined][] = [
    ['one that all agree on', ['v1.1.0', 'v1.1.0'], 'v1.1.0'],
    ['one without a v', ['1.1.0'], '1.1.0'],
    ['none', [], undefined],
    ['two', ['v1.1.0', 'v1.2.0'], undefined],
    ['a hostile one', ['1.0 %{x}'], undefined],
    ['one with a line end', ['1.0\n'], undefined],
    ['an endless one', [`1${'0'.repeat(99)}`], undefined],
  ];
  for (const [what, versions, expected] of cases) {
    it(`answers ${expected ?? 'nothing'} for ${what}`, () => {
      const text = versions.map((value) => map('a', { 'x/bundle-version': value }));
      const source = sourceOf([...text, map('without')].join('\n---\n'));
      assert.equal(manifestsVersion(selectManifests(source, undefined)), expected);
    });
  }
});
