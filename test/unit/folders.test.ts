import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';

const ROOT = path.resolve(import.meta.dirname, '../..');
/** The edge, which may use everything. */
const EDGE = new Set([
  'main.ts',
  'device-commands.ts',
  'packed-program.ts',
  'whole-program.ts',
  'cli.ts',
]);

/** Of each import in `src/`: the file, and the folder (or single file) of `src/` on either side. */
const imports = globSync('src/**/*.ts', { cwd: ROOT }).flatMap((file) => {
  const text = readFileSync(path.join(ROOT, file), 'utf8');
  return [...text.matchAll(/(?:from |import\()'(\.[^']+)'/g)].map(([, target = '']) => ({
    file,
    from: folderOf(file),
    to: folderOf(path.join(path.dirname(file), target)),
  }));
});

function folderOf(file: string): string {
  return path.relative('src', file).split(path.sep)[0] ?? '';
}

/** The folders in the order of the table in docs/architecture.md. */
const documented = [
  ...readFileSync(path.join(ROOT, 'docs/architecture.md'), 'utf8').matchAll(
    /^\| `([\w-]+)\/` \|/gm,
  ),
].map(([, folder = '']) => folder);

describe('the folders of src', () => {
  it('are those of docs/architecture.md', () => {
    const folders = new Set(imports.map(({ from }) => from).filter((from) => !from.includes('.')));
    assert.deepEqual(documented.toSorted(), [...folders].toSorted());
  });

  it('use only those above them in its table', () => {
    const against = imports.filter(
      ({ from, to }) => !to.includes('.') && documented.indexOf(to) > documented.indexOf(from),
    );
    assert.deepEqual(
      against.filter(({ from }) => !EDGE.has(from)),
      [],
    );
  });

  it('do not use the edge', () => {
    assert.deepEqual(
      imports.filter(({ from, to }) => EDGE.has(to) && !EDGE.has(from)),
      [],
    );
  });
});
