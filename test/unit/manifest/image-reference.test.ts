import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseImageReference } from '../../../src/manifest/image-reference.ts';

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;

describe('parseImageReference', () => {
  const cases: [text: string, repository: string, tag?: string | undefined, digest?: string][] = [
    ['nginx', 'nginx'],
    ['nginx:1.27', 'nginx', '1.27'],
    ['library/nginx', 'library/nginx'],
    ['quay.io/org/name:v1.0-rc_1', 'quay.io/org/name', 'v1.0-rc_1'],
    ['localhost:5000/a', 'localhost:5000/a'],
    ['localhost:5000/a:b', 'localhost:5000/a', 'b'],
    [`quay.io/a@${DIGEST}`, 'quay.io/a', undefined, DIGEST],
    [`quay.io/a:1@${DIGEST}`, 'quay.io/a', '1', DIGEST],
    ['a/b__c/d-e--f.g', 'a/b__c/d-e--f.g'],
    ['Registry.Example.com/a', 'Registry.Example.com/a'],
  ];
  for (const [text, repository, tag, digest] of cases) {
    it(`takes ${text} apart`, () => {
      assert.deepEqual(parseImageReference(text), { repository, tag, digest });
    });
  }

  for (const text of [
    ['', ' ', 'A', 'a/B', 'a:', 'a:b:c', 'a@', 'a@sha256:12', `a@sha512:${'0'.repeat(128)}`],
    ['https://quay.io/a', 'quay.io//a', '/a', 'a/', 'a b', 'a\n', '\na', '${IMAGE}', 'a:${TAG}'],
    [`a@${DIGEST.toUpperCase()}`, `a@${DIGEST}0`, 'a..b', '-a', 'a-', '%{x}', '$(x)', 'a"'],
    ['a'.repeat(600), `a:${'t'.repeat(129)}`, 'a.-b', 'a___b'],
  ].flat()) {
    it(`finds none in ${JSON.stringify(text.slice(0, 60))}`, () => {
      assert.equal(parseImageReference(text), undefined);
    });
  }

  it('answers at once for a text made to be slow', () => {
    assert.equal(parseImageReference(`${'a-'.repeat(200)}!`), undefined);
    assert.equal(parseImageReference(`${'a.'.repeat(200)}/!`), undefined);
  });
});
