import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { refFrom, refInFile } from '../../../src/source/local-ref.ts';

describe('a REF in a file', () => {
  const relative: [ref: string, fromFile: string][] = [
    ['chart', '/a/b/chart'],
    ['../chart.tgz', '/a/chart.tgz'],
    ['./x:y', '/a/b/x:y'],
    ['oci:layout:1.0', 'oci:/a/b/layout:1.0'],
  ];
  for (const [ref, expected] of relative) {
    it(`counts from the file: ${ref}`, () => assert.equal(refFrom('/a/b', ref), expected));
  }

  const others = [
    '/chart',
    'https://example.com/a.tgz',
    'docker://r.io/a:1',
    'oci://r.io/a:1',
    'oci:/layout',
    'file:x',
  ];
  for (const ref of others) {
    it(`is as it is: ${ref}`, () => {
      assert.equal(refFrom('/a/b', ref), ref);
      assert.equal(refInFile('/a/b', ref), ref);
    });
  }

  it('means what was given on the command line', () => {
    assert.equal(refInFile('manifests.d/010-a', 'charts/a'), '../../charts/a');
    assert.equal(refInFile('manifests.d/010-a', 'oci:up:1'), 'oci:../../up:1');
    assert.equal(refInFile('a', './a'), '.');
  });
});
