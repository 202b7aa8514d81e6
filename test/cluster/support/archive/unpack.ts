import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { extract } from 'tar-stream';

/** The files of a support archive by their paths in it, without the folder that all lie in. */
export async function unpack(file: string): Promise<Map<string, string>> {
  const archive = extract();
  archive.end(gunzipSync(await readFile(file)));
  const found = new Map<string, string>();
  for await (const entry of archive) {
    const chunks: Buffer[] = [];
    for await (const chunk of entry) chunks.push(chunk as Buffer);
    found.set(
      entry.header.name.replace('microshift-optional-support/', ''),
      Buffer.concat(chunks).toString(),
    );
  }
  return found;
}
