import assert from 'node:assert/strict';
import { chmod, mkdir, readFile, readdir, readlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { before, suite, test } from 'node:test';
import { execa } from 'execa';
import { temporaryDirectory } from '../unit/support/temporary-directory.ts';

const RPM = path.resolve(import.meta.dirname, '../../rpm');
const SERVICE = 'microshift-optional.service';
const TIMER = 'microshift-optional-resync.timer';
/** The highest exposure that systemd may see (0 is none, 10 is all). */
const MOST_EXPOSED = 2;

suite("the program's units", { concurrency: true }, () => {
  before(async () => {
    const { failed } = await execa('systemd-analyze', ['--version'], { reject: false });
    assert.ok(!failed, 'these tests need systemd-analyze: apt-get install systemd');
  });

  test('are accepted by systemd, beside a MicroShift', async (t) => {
    const directory = await temporaryDirectory(t);
    // It looks for the programs and the units that they name. (And for manual pages, which the images of devices
    // often leave out: so the units name none.)
    const service = await readFile(path.join(RPM, SERVICE), 'utf8');
    const program = path.join(directory, 'microshift-optional');
    await writeFile(program, '#!/bin/sh\n');
    await chmod(program, 0o755);
    const moved = service.replace('/usr/bin/microshift-optional', program);
    await writeFile(path.join(directory, SERVICE), moved);
    const timer = await readFile(path.join(RPM, TIMER), 'utf8');
    await writeFile(path.join(directory, TIMER), timer);
    const microshift = `[Service]\nExecStart=${program}\n`;
    await writeFile(path.join(directory, 'microshift.service'), microshift);
    const units = [SERVICE, TIMER].map((unit) => path.join(directory, unit));
    const { failed, all } = await execa('systemd-analyze', ['verify', ...units], {
      reject: false,
      all: true,
      env: { SYSTEMD_UNIT_PATH: `${directory}:` },
    });
    assert.deepEqual([failed, all], [false, '']);
  });

  test('are hardly exposed', async () => {
    const args = ['security', '--offline=true', '--no-pager', path.join(RPM, SERVICE)];
    const { stdout } = await execa('systemd-analyze', args, { reject: false });
    const [, level = ''] = /Overall exposure level for \S+: ([\d.]+) /.exec(stdout) ?? [];
    assert.ok(Number(level) > 0 && Number(level) <= MOST_EXPOSED, stdout);
    // V8 compiles to machine code.
    assert.doesNotMatch(
      await readFile(path.join(RPM, SERVICE), 'utf8'),
      /^MemoryDenyWriteExecute/m,
    );
  });

  test('run again with MicroShift, and start none that is disabled', async () => {
    const service = await readFile(path.join(RPM, SERVICE), 'utf8');
    for (const line of [
      'Type=oneshot',
      'After=microshift.service',
      'PartOf=microshift.service',
      'Restart=on-failure',
      'RestartPreventExitStatus=2 3 6',
      'RuntimeDirectoryPreserve=yes',
    ]) {
      assert.ok(service.split('\n').includes(line), line);
    }
    assert.doesNotMatch(service, /^(?:Wants|Requires|BindsTo|RemainAfterExit)=/m);
  });

  test('have the defaults that the settings tell', async () => {
    const service = await readFile(path.join(RPM, SERVICE), 'utf8');
    const settings = await readFile(path.join(RPM, 'microshift-optional.conf'), 'utf8');
    const told = [...settings.matchAll(/^#([A-Z_]+=.*)$/gm)].map(([, line]) => line);
    assert.deepEqual(told, ['DEADLINE=10m', 'USER_TREES=no', 'RESYNC=no']);
    assert.match(service, /^Environment=DEADLINE=10m USER_TREES=no$/m);
    assert.match(service, /^TimeoutStartSec=11min$/m);
  });
});

suite('the generator', { concurrency: true }, () => {
  /** What it makes of a configuration: the files with their last line, and links. */
  const generate = async (
    t: Parameters<typeof temporaryDirectory>[0],
    content: string | undefined,
    prepare: (output: string) => Promise<unknown> = () => Promise.resolve(),
  ) => {
    const directory = await temporaryDirectory(t);
    const [output, configuration] = [path.join(directory, 'out'), path.join(directory, 'conf')];
    await mkdir(output);
    await prepare(output);
    if (content !== undefined) await writeFile(configuration, content);
    const generator = path.join(RPM, 'microshift-optional-generator');
    const { exitCode, stdout, stderr } = await execa('sh', [generator, output, output, output], {
      reject: false,
      cwd: directory,
      extendEnv: false,
      env: { PATH: '/usr/bin:/bin', MICROSHIFT_OPTIONAL_CONF: configuration },
    });
    const made: Record<string, string> = {};
    for (const name of await readdir(output, { recursive: true })) {
      const file = path.join(output, name);
      const link = await readlink(file).catch(() => undefined);
      const text = link ?? (await readFile(file, 'utf8').catch(() => undefined));
      if (text !== undefined) made[name] = text.trimEnd().split('\n').at(-1) ?? '';
    }
    assert.deepEqual([exitCode, stdout], [0, ''], stderr);
    // Nothing of the file was run.
    assert.deepEqual(
      (await readdir(directory)).filter((name) => name === 'pwned'),
      [],
    );
    return { made, stderr };
  };

  const limit = (seconds: number) => ({
    [`${SERVICE}.d/50-microshift-optional-conf.conf`]: `TimeoutStartSec=${seconds}s`,
  });
  const every = (seconds: number) => ({
    [`${TIMER}.d/50-microshift-optional-conf.conf`]: `OnUnitInactiveSec=${seconds}s`,
    [`microshift.service.wants/${TIMER}`]: `/usr/lib/systemd/system/${TIMER}`,
  });

  for (const [what, content, expected] of [
    ['no file', undefined, {}],
    ['an empty one', '', {}],
    ['comments alone', '#DEADLINE=5m\n; RESYNC=1h\n', {}],
    ['a deadline', 'DEADLINE=30m\n', limit(1860)],
    ['parts and fractions', 'DEADLINE=1h1.5m500ms\n', limit(3600 + 90 + 1 + 60)],
    ['an interval', 'RESYNC=1h30m\n', every(5400)],
    ['an interval that is too short', 'RESYNC=1s\n', every(300)],
    ['both', 'DEADLINE=90s\nRESYNC=1h\n', { ...limit(150), ...every(3600) }],
    ['quotes', `DEADLINE="90s"\nRESYNC='1h'\n`, { ...limit(150), ...every(3600) }],
    ['spaces, and the end of lines as on Windows', '  DEADLINE=90s  \r\nRESYNC=no\r\n', limit(150)],
    ['the last of two', 'DEADLINE=1m\nDEADLINE=2m', limit(180)],
    ['no', 'RESYNC=no\n', {}],
    ['nothing', 'DEADLINE=\nRESYNC=\n', {}],
  ] as const) {
    test(`takes ${what}`, async (t) => {
      const { made, stderr } = await generate(t, content);
      assert.deepEqual(made, expected);
      assert.equal(stderr, '');
    });
  }

  for (const value of [
    'soon',
    '10',
    '-5m',
    '0s',
    '1e9h',
    '99999999999h',
    '$(touch pwned)',
    '`touch pwned`',
    '5m; touch pwned',
    '5m\\nExecStart=/bin/sh',
    '"5m',
    '../../etc',
    '%n',
    'x'.repeat(100_000),
  ]) {
    for (const name of ['DEADLINE', 'RESYNC']) {
      test(`refuses ${name}=${value.slice(0, 30)}, and says so`, async (t) => {
        const { made, stderr } = await generate(t, `${name}=${value}\n`);
        assert.deepEqual(made, {});
        assert.match(stderr, new RegExp(`/conf: ${name} is no duration such as 10m`));
      });
    }
  }

  test('lets the device boot where it cannot write', async (t) => {
    const { made, stderr } = await generate(t, 'DEADLINE=5m\nRESYNC=1h\n', (output) =>
      Promise.all(
        [`${SERVICE}.d`, `${TIMER}.d`, 'microshift.service.wants'].map((name) =>
          writeFile(path.join(output, name), 'a file'),
        ),
      ),
    );
    assert.deepEqual(Object.values(made), ['a file', 'a file', 'a file']);
    assert.notEqual(stderr, '');
  });

  test('and the other shell files are clean by shellcheck', async () => {
    const files = ['microshift-optional', 'microshift-optional-generator'];
    const { failed, stdout, code } = await execa('shellcheck', files, { cwd: RPM, reject: false });
    assert.notEqual(code, 'ENOENT', 'this test needs shellcheck: apt-get install shellcheck');
    assert.ok(!failed, stdout);
  });
});
