import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { imageFiles } from '../../../src/source/image-files.ts';
import type { ImageNode } from '../../../src/source/apply-layer.ts';
import { LIMITS } from '../../../src/source/limits.ts';
import { problemsOf } from '../support/problems.ts';
import { PROBLEMS } from './support/layers.ts';

/** A tree from its files' contents; `-> x` is a link. */
const tree = (files: Record<string, string>): Map<string, ImageNode> =>
  new Map(
    Object.entries(files).map(([path, content]) => [
      path,
      content.startsWith('-> ')
        ? { kind: 'symlink', target: content.slice('-> '.length) }
        : { kind: 'file', bytes: Buffer.from(content) },
    ]),
  );
const shown = (files: Record<string, string>): [string, string][] =>
  imageFiles(tree(files), PROBLEMS).map(({ path, bytes }) => [path, bytes.toString()]);

describe('imageFiles', () => {
  it('sorts, and leaves hidden files out', () => {
    assert.deepEqual(
      shown({ 'b/c': 'c', 'b-a': 'd', a: 'a', '.git/HEAD': 'x', 'b/.x': 'x', 'a.b': 'y' }),
      [
        ['a', 'a'],
        ['a.b', 'y'],
        ['b-a', 'd'],
        ['b/c', 'c'],
      ],
    );
  });

  it('follows links that stay inside, also to hidden files and by other links', () => {
    const files = { 'd/a': '-> ../b', b: '-> .hidden/c', '.hidden/c': 'c', 'd/e': '-> ./a' };
    assert.deepEqual(shown(files), [
      ['b', 'c'],
      ['d/a', 'c'],
      ['d/e', 'c'],
    ]);
  });

  it('does not mind hidden links', () => {
    assert.deepEqual(shown({ a: 'a', '.b': '-> /etc/passwd' }), [['a', 'a']]);
  });

  const wrong: [what: string, files: Record<string, string>, code: string][] = [
    ['an absolute link', { a: '-> /etc/passwd', 'etc/passwd': '' }, 'image-unsafe'],
    ['a link that leaves', { 'd/a': '-> ../../b' }, 'image-unsafe'],
    ['a link to the directory above the root', { a: '-> ..' }, 'image-unsafe'],
    ['a link to nothing', { a: '-> b' }, 'image-unsupported'],
    ['a link to a directory', { a: '-> d', 'd/b': '' }, 'image-unsupported'],
    ['a link to itself', { a: '-> a' }, 'image-invalid'],
    ['links in a circle', { a: '-> b', b: '-> c', c: '-> a' }, 'image-invalid'],
  ];
  for (const [what, files, code] of wrong) {
    it(`refuses ${what}`, () => {
      const [problem] = problemsOf(() => imageFiles(tree(files), PROBLEMS));
      assert.equal(problem?.code, code);
    });
  }

  it('refuses links that make much of little', () => {
    const bytes = Buffer.alloc(LIMITS.fileBytes);
    const large: ImageNode = { kind: 'file', bytes };
    const links = Array.from({ length: 8 }, (_, at): [string, ImageNode] => [
      `link-${at}`,
      { kind: 'symlink', target: 'large' },
    ]);
    const all = new Map([['large', large], ...links]);
    const [problem] = problemsOf(() => imageFiles(all, PROBLEMS));
    assert.equal(problem?.code, 'source-too-large');
  });
});
