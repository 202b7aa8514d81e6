import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { manifestsVersion, selectManifests } from '../../../src/source/select-manifests.ts';
import { sourceOf } from '../support/source.ts';

type Texts = Record<string, string>;

const map = (name: string, annotations: Texts = {}, labels: Texts = {}): string =>
  JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, annotations, labels } });

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

  const label = 'app.kubernetes.io/version';
  const labelled: [what: string, objects: string[], expected: string | undefined][] = [
    ['labels that agree', [map('a', {}, { [label]: '2.6.7' }), map('b')], '2.6.7'],
    [
      'labels that do not',
      [map('a', {}, { [label]: '1' }), map('b', {}, { [label]: '2' })],
      undefined,
    ],
    ['a hostile label', [map('a', {}, { [label]: '1.0 %{x}' })], undefined],
    [
      'a label beside an annotation, which says it of all',
      [map('a', { 'x/bundle-version': 'v1.1.0' }), map('b', {}, { [label]: '2.6.7' })],
      'v1.1.0',
    ],
    [
      'a label beside annotations that do not agree',
      [
        map('a', { 'x/bundle-version': 'v1' }),
        map('b', { 'x/bundle-version': 'v2' }),
        map('c', {}, { [label]: '3' }),
      ],
      undefined,
    ],
  ];
  for (const [what, objects, expected] of labelled) {
    it(`answers ${expected ?? 'nothing'} for ${what}`, () => {
      const source = sourceOf(objects.join('\n---\n'));
      assert.equal(manifestsVersion(selectManifests(source, undefined)), expected);
    });
  }
});
