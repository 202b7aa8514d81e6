import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Metafile } from 'esbuild';
import type { BundledPackage, Notices } from '../src/package/notices.ts';

/**
 * The licences of the program and of every npm package whose code is in the bundle, as
 * src/package/notices.ts reads them.
 */
export async function collectNotices(root: string, metafile: Metafile): Promise<string> {
  const directories = new Set(
    Object.values(metafile.outputs)
      .flatMap(({ inputs }) => Object.entries(inputs))
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([file]) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1])
      .filter((directory) => directory !== undefined),
  );
  const bundled: BundledPackage[] = [];
  for (const directory of [...directories].toSorted()) {
    bundled.push(await readPackage(join(root, directory)));
  }
  const notices: Notices = {
    license: await readFile(join(root, 'LICENSE'), 'utf8'),
    bundled: bundled.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  };
  return gzipSync(JSON.stringify(notices), { level: 9 }).toString('base64');
}

async function readPackage(directory: string): Promise<BundledPackage> {
  const { name, version, license } = JSON.parse(
    await readFile(join(directory, 'package.json'), 'utf8'),
  ) as Omit<BundledPackage, 'text'>;
  const files = (await readdir(directory)).filter((file) =>
    /^(?:licen[cs]e|copying|notice)/i.test(file),
  );
  const texts = await Promise.all(
    files.toSorted().map((file) => readFile(join(directory, file), 'utf8')),
  );
  return { name, version, license, text: texts.join('\n') };
}
