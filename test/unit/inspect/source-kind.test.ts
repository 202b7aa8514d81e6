import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { describe, it } from 'node:test';
import { sourceKind } from '../../../src/inspect/source-kind.ts';
import { bundleSource } from '../support/bundle.ts';
import { sourceOf } from '../support/source.ts';

describe('the kind of a source', () => {
  const cases: [what: string, source: Parameters<typeof sourceKind>[0], expected: string][] = [
    ['a chart', sourceOf({ 'Chart.yaml': '', 'templates/a.yaml': '' }), 'HelmChart'],
    ['an archive', { ref: 'x', files: [{ path: '', bytes: gzipSync('') }] }, 'HelmChart'],
    ['a chart among others', sourceOf({ 'charts/lamp/Chart.yaml': '', 'a.yaml': '' }), 'Manifests'],
    ['a bundle', bundleSource(), 'RegistryV1Bundle'],
    [
      'annotations of something else',
      sourceOf({ 'metadata/annotations.yaml': 'a: b' }),
      'Manifests',
    ],
    ['a list of resources', sourceOf({ 'kustomization.yaml': 'resources: []' }), 'Manifests'],
    [
      'a kustomization that changes them',
      sourceOf({ 'kustomization.yaml': 'resources: [a.yaml]\nnamePrefix: a-' }),
      'Kustomization',
    ],
    [
      'a kustomization below it',
      sourceOf({ 'base/kustomization.yaml': 'namePrefix: a-', 'a.yaml': '' }),
      'Manifests',
    ],
    ['a file', sourceOf('kind: ConfigMap'), 'Manifests'],
    ['nothing', sourceOf({}), 'Manifests'],
  ];
  for (const [what, source, expected] of cases) {
    it(`of ${what} is ${expected}`, () => assert.equal(sourceKind(source), expected));
  }
});
