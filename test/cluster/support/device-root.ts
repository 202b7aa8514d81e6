import assert from 'node:assert/strict';
import {
  access,
  chmod,
  copyFile,
  cp,
  mkdir,
  readFile,
  readlink,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import { execa } from 'execa';

/* The root of a device in a directory: what packages install there, and the little that runs it. */

/** Where RPM keeps its database on ostree and bootc systems: not in /var, which is not part of an image. */
const RPM_DATABASE = '/usr/lib/sysimage/rpm';

/** What the packages call, as far as no package of a device brings it. */
const COMMANDS = ['bash', 'sh', 'sed', 'grep', 'tail', 'cat'];

/** What the packages require is not in the root, and they may be of another architecture. */
const CHANGES: Record<string, string[]> = {
  '-U': ['--nodeps', '--ignorearch'],
  '-e': ['--nodeps'],
  '-V': ['--nodeps'],
};

export type CommandResult = { status: number | undefined; stdout: string; stderr: string };

/** Runs `rpm` on the packages of a root: `-U FILE…`, `-e NAME`, `-V NAME`. */
export async function rpmIn(root: string, ...args: readonly string[]): Promise<string> {
  // Debian's rpm alone wants to be asked twice, and knows the flag.
  const { stdout: help } = await execa('rpm', ['--help']);
  const force = help.includes('--force-debian') ? ['--force-debian'] : [];
  const options = ['--root', root, '--dbpath', RPM_DATABASE, ...(CHANGES[args[0] ?? ''] ?? [])];
  return (await asRoot(['rpm', ...force, ...options, ...args])).stdout;
}

/** Commits a root to an ostree repository as rpm-ostree lays it out, and checks it out to `target`. */
export async function throughOstree(root: string, target: string): Promise<void> {
  const [tree, repository] = [`${target}.tree`, `${target}.repo`];
  await cp(root, tree, { recursive: true, verbatimSymlinks: true });
  await cp(path.join(tree, 'etc'), path.join(tree, 'usr/etc'), { recursive: true });
  for (const name of ['etc', 'var', 'run'])
    await rm(path.join(tree, name), { recursive: true, force: true });
  await execa('ostree', ['init', `--repo=${repository}`, '--mode=archive']);
  const owned = ['--owner-uid=0', '--owner-gid=0', '--no-xattrs'];
  await execa('ostree', ['commit', `--repo=${repository}`, '--branch=device', ...owned, tree]);
  await execa('ostree', ['checkout', `--repo=${repository}`, '--user-mode', 'device', target]);
}

/** Makes of a checkout what booting it makes: /etc from /usr/etc, and an empty /var and /run. */
export async function deploy(checkout: string): Promise<void> {
  await cp(path.join(checkout, 'usr/etc'), path.join(checkout, 'etc'), { recursive: true });
  for (const name of ['var', 'run']) await mkdir(path.join(checkout, name), { recursive: true });
}

/**
 * Puts in what is on every device: Node, a shell and a few commands, with their libraries, and MicroShift's
 * kubeconfig. systemctl says that MicroShift is enabled.
 */
export async function makeRunnable(root: string, kubeconfig: string): Promise<void> {
  const bin = path.join(root, 'usr/bin');
  await mkdir(bin, { recursive: true });
  await mkdir(path.join(root, 'dev'), { recursive: true });
  await writeFile(path.join(root, 'dev/null'), '');
  await symlink('usr/bin', path.join(root, 'bin')).catch(() => {});
  const programs = new Map(await Promise.all(COMMANDS.map(locate)));
  programs.set('node', process.execPath);
  for (const [name, file] of programs) {
    await copyFile(file, path.join(bin, name));
    await chmod(path.join(bin, name), 0o755);
    for (const library of await librariesOf(file)) {
      const copy = path.join(root, library);
      await mkdir(path.dirname(copy), { recursive: true });
      await copyFile(library, copy);
    }
  }
  await writeScript(
    path.join(bin, 'systemctl'),
    'case $2 in microshift.service) echo enabled;; *) echo static;; esac',
  );
  await writeScript(path.join(bin, 'journalctl'), 'echo "the journal of $2"');
  const target = path.join(root, 'var/lib/microshift/resources/kubeadmin/kubeconfig');
  await mkdir(path.dirname(target), { recursive: true });
  await copyFile(kubeconfig, target);
}

/** Runs a command with this root as its own. */
export async function runIn(
  root: string,
  command: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<CommandResult> {
  // Nothing of its own is needed of /dev but this; a device file, which only root can make.
  const withNull = 'mount --bind /dev/null "$0/dev/null" && exec chroot "$0" "$@"';
  const inRoot = ['unshare', '--mount', 'sh', '-c', withNull, root, ...command];
  const { exitCode, stdout, stderr } = await asRoot(inRoot, {
    reject: false,
    cwd: '/',
    extendEnv: false,
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', ...environment },
  });
  return { status: exitCode, stdout, stderr };
}

/** Runs what a unit of a root starts, as systemd does as far as the unit's settings go. */
export async function startUnit(root: string, unit: string): Promise<CommandResult> {
  const lines = (await readFile(path.join(root, 'usr/lib/systemd/system', unit), 'utf8')).split(
    '\n',
  );
  const settings = (name: string): string[] =>
    lines.flatMap((line) => (line.startsWith(`${name}=`) ? [line.slice(name.length + 1)] : []));
  const environment: Record<string, string> = {};
  const assign = (text: string): void => {
    const [, key = '', value = ''] = /^(\w+)=(.*)$/.exec(text) ?? assert.fail(text);
    environment[key] = value;
  };
  for (const text of settings('Environment')) text.split(' ').forEach(assign);
  for (const file of settings('EnvironmentFile')) {
    const content = await readFile(path.join(root, file.replace(/^-/, '')), 'utf8');
    content
      .split('\n')
      .filter((line) => /^\w+=/.test(line))
      .forEach(assign);
  }
  for (const name of settings('RuntimeDirectory')) {
    await mkdir(path.join(root, 'run', name), { recursive: true });
  }
  const [command = assert.fail(`${unit} starts nothing`)] = settings('ExecStart');
  const argv = command
    .split(' ')
    .map((word) => word.replace(/^\$\{(\w+)\}$/, (_, key: string) => environment[key] ?? ''));
  return runIn(root, argv, environment);
}

/** Whether there is something of this name; a link counts, wherever it leads. */
export async function isThere(root: string, name: string): Promise<boolean> {
  const file = path.join(root, name);
  return access(file).then(
    () => true,
    () =>
      readlink(file).then(
        () => true,
        () => false,
      ),
  );
}

async function writeScript(file: string, body: string): Promise<void> {
  await writeFile(file, `#!/usr/bin/sh\n${body}\n`);
  await chmod(file, 0o755);
}

async function locate(name: string): Promise<[string, string]> {
  const { stdout } = await execa('sh', ['-c', 'command -v "$1"', 'sh', name]);
  return [name, stdout];
}

async function librariesOf(file: string): Promise<string[]> {
  const { stdout } = await execa('ldd', [file]);
  return [...stdout.matchAll(/(\/\S+) \(0x/g)].map(([, library = '']) => library);
}

/** chroot takes root, which a namespace of its own gives to anybody. */
function asRoot(command: readonly string[], options: object = {}) {
  const [program = '', ...args] =
    process.getuid?.() === 0 ? command : ['unshare', '--map-root-user', ...command];
  return execa(program, args, { ...options, encoding: 'utf8' });
}
