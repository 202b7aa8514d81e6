import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TarEntry } from '../support/oci-image.ts';
import { problemsOfAsync } from '../support/problems.ts';
import { shownTree, treeOf } from './support/layers.ts';

type Entries = (TarEntry | string)[];
const link = (name: string, linkname: string): TarEntry => ({ name, linkname, type: 'symlink' });
const hard = (name: string, linkname: string): TarEntry => ({ name, linkname, type: 'link' });

describe('applyLayer', () => {
  const cases: [what: string, layers: Entries[], expected: Record<string, string>][] = [
    ['files of all layers', [['a', 'd/b'], ['d/c']], { a: 'a', 'd/b': 'b', 'd/c': 'c' }],
    ['the file of the upper layer', [['a'], [{ name: './a', body: 'new' }]], { a: 'new' }],
    ['the later of two files in one layer', [['a', { name: 'a', body: 'new' }]], { a: 'new' }],
    ['nothing that a whiteout removes', [['a', 'b'], ['.wh.a']], { b: 'b' }],
    ['no directory that a whiteout removes', [['d/a', 'd/e/b', 'da'], ['.wh.d']], { da: 'da' }],
    ['nothing that a whiteout removes below', [['d/a', 'd/b'], ['d/.wh.a']], { 'd/b': 'b' }],
    ['what its own layer has beside the whiteout', [['a'], ['.wh.a', 'a']], { a: 'a' }],
    ['the same in the other order', [['a'], ['a', '.wh.a']], { a: 'a' }],
    ['what comes back after a whiteout', [['a'], ['.wh.a'], ['a']], { a: 'a' }],
    [
      'nothing below an opaque directory',
      [
        ['d/a', 'e'],
        ['d/.wh..wh..opq', 'd/b'],
      ],
      { e: 'e', 'd/b': 'b' },
    ],
    [
      'nothing below an opaque root',
      [
        ['a', 'd/b'],
        ['c', '.wh..wh..opq'],
      ],
      { c: 'c' },
    ],
    ['nothing of aufs', [['.wh..wh.plnk', 'd/.wh..wh.aufs', 'a']], { a: 'a' }],
    ['a whiteout of what is not there', [['a'], ['.wh.b', 'x/.wh.y']], { a: 'a' }],
    ['a file in place of a directory', [['d/a', 'd/e/b'], ['d']], { d: 'd' }],
    ['a directory in place of a file', [['d'], ['d/', 'd/a']], { 'd/a': 'a' }],
    ['the same without an entry for it', [['d'], ['d/a']], { 'd/a': 'a' }],
    ['a merged directory', [['d/a'], ['d/', 'd/b']], { 'd/a': 'a', 'd/b': 'b' }],
    ['a link', [['a', link('b', 'a')]], { a: 'a', b: '-> a' }],
    [
      'a directory in place of a link',
      [
        ['a', link('d', 'a')],
        ['d/', 'd/x'],
      ],
      { a: 'a', 'd/x': 'x' },
    ],
    ['a link in place of a directory', [['d/a', 'b'], [link('d', 'b')]], { b: 'b', d: '-> b' }],
    ['a hard link', [['a', hard('d/b', './a')]], { a: 'a', 'd/b': 'a' }],
    ['a hard link into a lower layer', [['a'], [hard('b', 'a')]], { a: 'a', b: 'a' }],
    ['what a hard link named, after that is gone', [['a', hard('b', 'a')], ['.wh.a']], { b: 'a' }],
    [
      'a hard link to a link',
      [['a', link('b', 'a'), hard('c', 'b')]],
      { a: 'a', b: '-> a', c: '-> a' },
    ],
  ];
  for (const [what, layers, expected] of cases) {
    it(`has ${what}`, async () => {
      assert.deepEqual(shownTree(await treeOf(...layers)), expected);
    });
  }

  const wrong: [what: string, layers: Entries[], code: string][] = [
    ['a file below a link', [[link('d', 'e'), 'd/a']], 'image-unsafe'],
    ['a file below a link of a lower layer', [[link('d', '/etc')], ['d/passwd']], 'image-unsafe'],
    ['a directory below a link', [[link('d', 'e'), 'd/x/']], 'image-unsafe'],
    ['a hard link to nothing', [[hard('a', 'b')]], 'image-invalid'],
    ['a hard link to what comes later', [[hard('a', 'b'), 'b']], 'image-invalid'],
    ['a hard link to itself', [[hard('a', 'a')]], 'image-invalid'],
    ['a hard link to a directory', [['d/a', hard('b', 'd')]], 'image-invalid'],
    ['a hard link to what is gone', [['a'], ['.wh.a', hard('b', 'a')]], 'image-invalid'],
  ];
  for (const [what, layers, code] of wrong) {
    it(`refuses ${what}`, async () => {
      const [problem] = await problemsOfAsync(() => treeOf(...layers));
      assert.equal(problem?.code, code);
      assert.equal(problem.at?.file, 'oci:layout');
    });
  }
});
