import assert from 'node:assert/strict';
import path from 'node:path';
import { execa } from 'execa';

/** What an RPM holds, by path. */
export type RpmFile = { mode: string; owner: string; digest: string; modified: string };

/** Fails the tests of this file where they cannot run: they must not go unseen. */
export async function requireRpmTools(): Promise<void> {
  for (const tool of ['rpmbuild', 'rpm']) {
    const { failed } = await execa(tool, ['--version'], { reject: false });
    assert.ok(
      !failed,
      `these tests need ${tool}: apt-get install rpm, or dnf install rpm rpm-build`,
    );
  }
}

/** What rpmlint is told not to say. */
export const LINT_CONFIGURATION = path.resolve(import.meta.dirname, '../../../rpm/rpmlint.toml');

/** Sees that rpmlint finds nothing in packages but what its configuration gives a reason for. */
export async function assertLintFree(files: readonly string[]): Promise<void> {
  const args = ['--config', LINT_CONFIGURATION, ...files];
  const result = await execa('rpmlint', args, { reject: false, all: true });
  assert.notEqual(result.code, 'ENOENT', 'this test needs rpmlint: apt-get install rpmlint');
  const summary = `${files.length} packages and 0 specfiles checked; 0 errors, 0 warnings`;
  assert.ok(result.all.includes(summary), result.all);
}

/** One of the lists that rpm has of a package, without what every package has. */
export async function query(rpm: string, what: 'requires' | 'provides'): Promise<string[]> {
  const lines = (await rpmQuery(rpm, `--${what}`)).split('\n');
  return lines.filter((line) => line !== '' && !line.startsWith('rpmlib('));
}

/** Tags of a package: `%{NAME} %{ARCH}`. */
export async function tags(rpm: string, format: string): Promise<string> {
  return rpmQuery(rpm, '--queryformat', format);
}

/** What rpm has to list of a package; empty for nothing. */
export async function listed(
  rpm: string,
  what: 'configfiles' | 'scripts' | 'triggers',
): Promise<string> {
  return rpmQuery(rpm, `--${what}`);
}

/** The files of a package. */
export async function filesOf(rpm: string): Promise<Map<string, RpmFile>> {
  const lines = (await rpmQuery(rpm, '--dump')).split('\n').filter((line) => line !== '');
  return new Map(
    lines.map((line) => {
      const [file = '', , modified = '', digest = '', mode = '', user, group] = line.split(' ');
      // A directory's mode comes with six digits, a file's with seven.
      return [file, { mode: mode.slice(-4), owner: `${user}:${group}`, digest, modified }];
    }),
  );
}

/** Installs packages into a directory, as if it were the root of a device. */
export async function install(root: string, rpms: readonly string[]): Promise<void> {
  const args = ['--root', root, '--dbpath', '/var/lib/rpm', '--ignorearch', '--nodeps', '-i'];
  // Debian's rpm alone wants to be asked twice, and knows the flag.
  const { stdout } = await execa('rpm', ['--help']);
  const force = stdout.includes('--force-debian') ? ['--force-debian'] : [];
  const command = ['rpm', ...force, ...args, ...rpms];
  // chroot takes root, which a namespace of its own gives to anybody.
  const [program = '', ...rest] =
    process.getuid?.() === 0 ? command : ['unshare', '--map-root-user', ...command];
  await execa(program, rest);
}

async function rpmQuery(rpm: string, ...args: string[]): Promise<string> {
  const { stdout } = await execa('rpm', ['--query', '--package', ...args, rpm]);
  return stdout;
}
