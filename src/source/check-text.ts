import { inputError } from '../errors.ts';

/** What often comes instead of a manifest, by how it begins. */
const OTHERS: readonly { what: string; hint: string; begins: (bytes: Buffer) => boolean }[] = [
  {
    what: 'a web page',
    hint: 'give the URL of the file itself: on GitHub that of its button Raw, or of an asset of a release',
    begins: (bytes) => /^\s*<(?:!doctype\s|html)/i.test(bytes.toString('latin1', 0, 200)),
  },
  ...(
    [
      ['a gzip file', 0, '1f8b'],
      ['a zip archive', 0, '504b0304'],
      ['a zstd file', 0, '28b52ffd'],
      ['an xz file', 0, 'fd377a585a00'],
      ['a bzip2 file', 0, '425a68'],
      ['a tar archive', 257, '7573746172'],
    ] as const
  ).map(([what, offset, magic]) => ({
    what,
    hint: 'unpack it, and give the directory or the file in it',
    begins: (bytes: Buffer) =>
      bytes
        .subarray(offset, offset + 8)
        .toString('hex')
        .startsWith(magic),
  })),
];

/**
 * Makes sure that what was fetched may be a manifest.
 * @throws {UserError} `source-not-manifests` for archives, web pages and other things that are no text
 */
export function checkText(bytes: Buffer, shownAs: string): void {
  const other = OTHERS.find(({ begins }) => begins(bytes));
  if (other === undefined && !bytes.includes(0)) return;
  throw inputError({
    code: 'source-not-manifests',
    message: `is ${other?.what ?? 'no text'}, not a file of manifests`,
    hint: other?.hint ?? 'give the URL of a YAML or JSON file',
    at: { file: shownAs },
  });
}
