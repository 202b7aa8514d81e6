import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatLock, LOCK_FILE } from '../../../src/release/lock.ts';
import type { Lock, LockedImage } from '../../../src/release/lock.ts';
import { LOCK } from '../support/release.ts';
import { runCli } from '../support/terminal.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

/*
 * A lock is a file that somebody may have edited, and what is in it goes into scripts, paths and files of
 * image builders.
 */

const VALUES = [
  'a b',
  'a"b',
  "a'b",
  'a`reboot`',
  'a\nreboot',
  'a\r',
  '$(reboot)',
  '${HOME}',
  '%{lua: os.execute("reboot")}',
  '%end',
  'a;reboot',
  'a&&reboot',
  'a|reboot',
  '..',
  '../../etc',
  '/etc/passwd',
  '-rf',
  'a,b',
  'a#b',
  'a\\',
  '\u0000',
  '\u202Ea',
  '',
];

const IMAGE: LockedImage = {
  reference: 'r.io/a:1',
  embedded: true,
  because: 'a test',
  usedBy: [],
  platforms: {},
  bytes: {},
};

const withImage = (fields: Partial<LockedImage>): Lock => ({
  ...LOCK,
  images: { a: { ...IMAGE, ...fields } },
});

const FIELDS: [field: string, lock: (value: string) => Lock][] = [
  ['metadata.name', (name) => ({ ...LOCK, name })],
  ['spec.package', (value) => ({ ...LOCK, package: value })],
  ['spec.directory', (directory) => ({ ...LOCK, directory })],
  ['spec.version', (value) => ({ ...LOCK, version: value === '' ? '' : `1${value}` })],
  ['spec.images.a.reference', (reference) => withImage({ reference })],
  ['spec.images.a.reference', (value) => withImage({ reference: `r.io/a${value || ':'}` })],
  [
    'spec.images.a.platforms.aarch64',
    (value) => withImage({ platforms: { aarch64: `r.io/a:1${value || '@'}` } }),
  ],
];

/** What is nothing hostile after these beginnings. */
const HARMLESS: Record<string, string[]> = {
  'spec.version': ['..', '-rf'],
  'spec.images.a.reference': ['-rf', '/etc/passwd'],
  'spec.images.a.platforms.aarch64': ['..', '-rf'],
};

describe('a hostile lock', () => {
  for (const [index, [field, lockOf]] of FIELDS.entries()) {
    it(`is refused by what reads ${field} (${index + 1}), with exit status 2`, async (test) => {
      for (const value of VALUES) {
        if (HARMLESS[field]?.includes(value) === true) continue;
        const directory = await temporaryDirectory(test, {
          [LOCK_FILE]: formatLock(lockOf(value)),
        });
        for (const args of [
          ['images', directory],
          ...['list', 'blueprint', 'containerfile', 'kickstart'].map((format) => [
            'images',
            directory,
            '--format',
            format,
          ]),
          ['embed', directory, '--to', `${directory}/store`, '--arch', 'aarch64'],
        ]) {
          const { status, stdout, stderr } = await runCli(...args);
          assert.equal(status, 2, `${JSON.stringify(value)} ${args.join(' ')} ${stderr}`);
          assert.equal(stdout, '');
          assert.match(stderr, /\[lock-invalid\]/);
          assert.ok(stderr.includes(field), stderr);
        }
      }
    });
  }

  it('cannot put lines of its own anywhere by its keys and reasons', async (test) => {
    const hostile = 'a\nreboot\u001B[2J\n%end';
    const platforms = { x86_64: IMAGE.reference };
    const images = { [hostile]: { ...IMAGE, platforms, because: hostile, usedBy: [hostile] } };
    const directory = await temporaryDirectory(test, {
      [LOCK_FILE]: formatLock({ ...LOCK, images }),
    });
    for (const format of ['table', 'list', 'blueprint', 'containerfile', 'kickstart']) {
      const { status, stdout } = await runCli('images', directory, '--format', format);
      assert.equal(status, 0);
      assert.doesNotMatch(stdout, /^reboot|\u001B/m, format);
    }
    const store = `${directory}/store`;
    const { status, stderr } = await runCli('embed', directory, '--to', store, '--arch', 'aarch64');
    assert.equal(status, 2);
    assert.match(stderr, /image a reboot.*\[image-platform-missing\]/);
    assert.doesNotMatch(stderr, /^reboot|\u001B/m);
  });
});
