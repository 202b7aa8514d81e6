import { gunzipSync } from 'node:zlib';

/** A library of others that is part of the program. */
export type BundledPackage = {
  name: string;
  version: string;
  /** As SPDX names it. */
  license: string;
  /** The text of its licence, where it comes with one. */
  text: string;
};

/** What the package of this program has to say about its content. */
export type Notices = {
  /** The text of the program's own licence. */
  license: string;
  /** Sorted by name. */
  bundled: readonly BundledPackage[];
};

// scripts/build.ts puts it in: compressed JSON as base64, since the texts are long and seldom read.
declare const BUILD_NOTICES: string | undefined;

/** The notices of the built program; undefined in a run from the sources. */
export function readNotices(): Notices | undefined {
  if (typeof BUILD_NOTICES !== 'string') return undefined;
  return JSON.parse(gunzipSync(Buffer.from(BUILD_NOTICES, 'base64')).toString()) as Notices;
}

/** The page on the libraries of others that goes into the package: a list, then the texts. */
export function formatThirdParty(bundled: readonly BundledPackage[]): string {
  const list = bundled.map(({ name, version, license }) => `${name} ${version}: ${license}`);
  const texts = bundled
    .filter(({ text }) => text !== '')
    .map(({ name, version, text }) => `${'-'.repeat(80)}\n${name} ${version}\n\n${text.trim()}\n`);
  return `Libraries that are part of microshift-optional, and their licences\n\n${list.join('\n')}\n\n${texts.join('\n')}`;
}
