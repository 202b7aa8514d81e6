import path from 'node:path';
import type { TestContext } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { SourceFiles } from '../../../../src/source/source-files.ts';
import { fakeProgram } from '../../support/fake-program.ts';
import type { TarEntry } from '../../support/oci-image.ts';
import { tarOf } from '../../support/oci-image.ts';

/** A chart's files as if they had been read from the directory `chart`. */
export function chartSource(files: Record<string, string>): SourceFiles {
  return {
    ref: 'chart',
    files: Object.entries(files).map(([name, text]) => ({ path: name, bytes: Buffer.from(text) })),
  };
}

/** The archive of a chart, whose files lie in `folder`. */
export async function chartArchive(
  files: Record<string, string>,
  folder = 'lamp',
  more: TarEntry[] = [],
): Promise<Buffer> {
  const entries = Object.entries(files).map(([name, body]) => ({
    name: `${folder}/${name}`,
    body,
  }));
  return gzipSync(await tarOf([...entries, ...more]));
}

/** A program that stands in for helm: a shell script, which gets helm's arguments. */
export async function fakeHelm(test: TestContext, script: string): Promise<string> {
  return path.join(await fakeProgram(test, 'helm', script), 'helm');
}
