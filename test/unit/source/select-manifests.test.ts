import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { selectManifests } from '../../../src/source/select-manifests.ts';
import { problemsOf, shown } from '../support/problems.ts';
import { sourceOf } from '../support/source.ts';
import type { Files } from '../support/temporary-directory.ts';

const map = (name: string, annotations: Record<string, string> = {}): string =>
  JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, annotations } });
const crdOf = (name: string, channel: string): string =>
  JSON.stringify({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name, annotations: { 'example.com/channel': channel } },
  });
const kustomization = (...resources: string[]): string => JSON.stringify({ resources });
const named = (files: Files | string, channel?: string): string[] =>
  selectManifests(sourceOf(files), channel).map(({ object }) => object.metadata.name);

const CHANNELS = {
  'standard/a.yaml': map('standard', { 'example.com/channel': 'standard' }),
  'experimental/a.yaml': map('experimental', { 'example.com/channel': 'experimental' }),
};

describe('selectManifests', () => {
  const cases: [
    what: string,
    files: Files | string,
    channel: string | undefined,
    names: string[],
  ][] = [
    ['a single file', `${map('a')}\n---\n${map('b')}`, undefined, ['a', 'b']],
    [
      'the manifests of a directory, not below it',
      { 'b.yml': map('b'), 'a.json': map('a'), 'c/c.yaml': map('c'), 'README.md': '' },
      undefined,
      ['a', 'b'],
    ],
    [
      'what a kustomization lists, in its order',
      {
        'kustomization.yaml': kustomization('b.yaml', './a'),
        a: map('a'),
        'b.yaml': map('b'),
        'c.yaml': map('c'),
      },
      undefined,
      ['b', 'a'],
    ],
    [
      'kustomization.yml',
      { 'kustomization.yml': kustomization('a.yaml'), 'a.yaml': map('a'), 'b.yaml': map('b') },
      undefined,
      ['a'],
    ],
    [
      'Kustomization',
      { Kustomization: kustomization('a.yaml'), 'a.yaml': map('a'), 'b.yaml': map('b') },
      undefined,
      ['a'],
    ],
    [
      'directories that a kustomization lists',
      {
        'kustomization.yaml': kustomization('d/', 'e'),
        'd/a.yaml': map('a'),
        'e/kustomization.yaml': kustomization('../d/a.yaml', 'x.yaml'),
        'e/x.yaml': map('x'),
      },
      undefined,
      ['a', 'a', 'x'],
    ],
    ['the subdirectory of the channel', CHANNELS, 'standard', ['standard']],
    [
      'the kustomization of the channel',
      { ...CHANNELS, 'standard/kustomization.yaml': kustomization('b'), 'standard/b': map('b') },
      'standard',
      ['b'],
    ],
    [
      'a directory without one for the channel',
      { 'a.yaml': map('a', { 'x/channel': 'standard' }) },
      'standard',
      ['a'],
    ],
    [
      'other annotations that look like it',
      { 'a.yaml': map('a', { channel: 'x', 'x/channels': 'y' }) },
      'standard',
      ['a'],
    ],
  ];
  for (const [what, files, channel, names] of cases) {
    it(`takes ${what}`, () => {
      assert.deepEqual(named(files, channel), names);
    });
  }

  const wrong: [
    what: string,
    files: Files | string,
    channel: string | undefined,
    code: string,
    shownAs: RegExp,
  ][] = [
    ['an empty directory', {}, undefined, 'source-empty', /^src: holds no manifests/],
    ['an empty file', '', undefined, 'source-empty', /^src: holds no manifests/],
    [
      'only other files',
      { 'a.md': 'x', 'd/a.yaml': map('a') },
      undefined,
      'source-empty',
      /^src: /,
    ],
    [
      'an empty kustomization',
      { 'kustomization.yaml': '', 'a.yaml': map('a') },
      undefined,
      'source-empty',
      /^src: /,
    ],
    [
      'another channel',
      crdOf('a', 'experimental'),
      'standard',
      'source-channel',
      /^src:1: is of the channel experimental, but the component takes standard/,
    ],
    [
      'a missing resource',
      { 'kustomization.yaml': kustomization('a.yaml') },
      undefined,
      'source-resource-missing',
      /^src\/kustomization\.yaml resources: names a\.yaml/,
    ],
    [
      'a resource outside',
      { 'kustomization.yaml': kustomization('../a.yaml') },
      undefined,
      'source-resource-missing',
      /names \.\.\/a\.yaml/,
    ],
    [
      'a resource on a server',
      { 'kustomization.yaml': kustomization('https://example.com/a.yaml') },
      undefined,
      'source-resource-missing',
      /names https:/,
    ],
    [
      'a kustomization with patches',
      { 'kustomization.yaml': 'patches: []\nimages: []\n' },
      undefined,
      'source-unsupported',
      /patches, images/,
    ],
    [
      'a broken kustomization',
      { 'kustomization.yaml': 'kind: Kustomization\nresources: a.yaml\n' },
      undefined,
      'kustomization-invalid',
      /^src\/kustomization\.yaml:2 /,
    ],
    [
      'a broken manifest',
      { 'a.yaml': 'a: 1\nb: [\n' },
      undefined,
      'yaml-invalid',
      /^src\/a\.yaml:\d: /,
    ],
    [
      'a kustomization that lists itself',
      { 'd/kustomization.yaml': kustomization('../d'), 'kustomization.yaml': kustomization('d') },
      undefined,
      'source-cycle',
      /^src\/d\/kustomization\.yaml/,
    ],
    [
      'kustomizations that list each other',
      {
        'kustomization.yaml': kustomization('d'),
        'd/kustomization.yaml': kustomization('../e'),
        'e/kustomization.yaml': kustomization('../d'),
      },
      undefined,
      'source-cycle',
      /^src\/d\/kustomization\.yaml/,
    ],
  ];
  for (const [what, files, channel, code, shownAs] of wrong) {
    it(`refuses ${what}`, () => {
      const [problem] = problemsOf(() => named(files, channel));
      assert.equal(problem?.code, code);
      assert.match(shown(problem), shownAs);
    });
  }

  it('names every CRD of another channel', () => {
    const text = ['a', 'b'].map((name) => crdOf(name, 'other')).join('\n---\n');
    const problems = problemsOf(() => named(text, 'standard'));
    assert.deepEqual(
      problems.map(({ at }) => at?.object),
      ['CustomResourceDefinition a', 'CustomResourceDefinition b'],
    );
  });

  it('takes what stands beside the CRDs of a channel, whatever that says', () => {
    const text = [crdOf('a', 'experimental'), map('b', { 'x/channel': 'standard' })].join(
      '\n---\n',
    );
    assert.deepEqual(named(text, 'experimental'), ['a', 'b']);
  });
});
