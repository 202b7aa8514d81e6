import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { chartFiles } from '../../../src/helm/chart-files.ts';
import { sourceDigest } from '../../../src/source/source-files.ts';
import type { TarEntry } from '../support/oci-image.ts';
import { problemsOfAsync } from '../support/problems.ts';
import { chartArchive, chartSource } from './support/chart.ts';

const FILES = { 'Chart.yaml': 'name: lamp', 'templates/a.yaml': 'a', '.hidden': 'h' };
const archived = (bytes: Buffer) => ({ ref: 'lamp.tgz', files: [{ path: '', bytes }] });

describe('chartFiles', () => {
  it('takes those of a directory as they are', async () => {
    const source = chartSource({ ...FILES, '.helmignore': 'x' });
    assert.equal(await chartFiles(source), source);
  });

  it('unpacks an archive, without what Helm would not heed in it', async () => {
    const bytes = await chartArchive({ ...FILES, '.helmignore': '*', 'charts/a/.helmignore': '*' });
    const chart = await chartFiles(archived(bytes));
    assert.deepEqual(
      chart.files.map(({ path, bytes: content }) => [path, String(content)]),
      [
        ['.hidden', 'h'],
        ['Chart.yaml', 'name: lamp'],
        ['templates/a.yaml', 'a'],
      ],
    );
    assert.equal(sourceDigest(chart), sourceDigest(chartSource(FILES)));
  });

  it('keeps where the archive came from', async () => {
    const origin = { kind: 'url', url: 'https://example.com/a.tgz', sha256: 'x' } as const;
    const chart = await chartFiles({ ...archived(await chartArchive(FILES)), origin });
    assert.deepEqual([chart.ref, chart.origin], ['lamp.tgz', origin]);
  });

  const link = (type: 'symlink' | 'link', linkname: string): TarEntry[] => [
    { name: 'lamp/templates/link.yaml', type, linkname },
  ];
  const wrong: [what: string, bytes: Buffer | Promise<Buffer>, code: string, message: RegExp][] = [
    ['plain text', Buffer.from('name: lamp'), 'chart-archive-invalid', /neither a directory nor/],
    ['half an archive', Buffer.from('1f8b08', 'hex'), 'chart-archive-invalid', /compressed/],
    ['no tar', gzipSync('x'.repeat(2000)), 'chart-archive-invalid', /tar archive/],
    [
      'a link',
      chartArchive(FILES, 'lamp', link('symlink', '/etc/passwd')),
      'chart-archive-unsafe',
      /link/,
    ],
    [
      'a hard link',
      chartArchive(FILES, 'lamp', link('link', 'lamp/Chart.yaml')),
      'chart-archive-unsafe',
      /link/,
    ],
    [
      'a path that leaves it',
      chartArchive({ '../../evil': 'x' }),
      'chart-archive-unsafe',
      /not below/,
    ],
    [
      'two folders',
      chartArchive(FILES, 'lamp', [{ name: 'other/a' }]),
      'chart-archive-invalid',
      /2 folders/,
    ],
    [
      'a file beside the folder',
      chartArchive(FILES, 'lamp', [{ name: 'a' }]),
      'chart-archive-invalid',
      /beside/,
    ],
    [
      'a file that is a folder too',
      chartArchive({ ...FILES, templates: 'x' }),
      'chart-archive-invalid',
      /a file and a folder/,
    ],
  ];
  for (const [what, bytes, code, message] of wrong) {
    it(`refuses ${what}`, async () => {
      const source = archived(await bytes);
      const [problem] = await problemsOfAsync(() => chartFiles(source));
      assert.deepEqual([problem?.code, problem?.at?.file], [code, 'lamp.tgz']);
      assert.match(problem?.message ?? '', message);
    });
  }
});
