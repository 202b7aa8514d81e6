import assert from 'node:assert/strict';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { suite, test } from 'node:test';
import type { TestContext } from 'node:test';
import { execa } from 'execa';
import { formatGreenbootCheck } from '../../src/release/greenboot-check.ts';
import { temporaryDirectory } from '../unit/support/temporary-directory.ts';

/* The check as greenboot runs it, by a real bash; what it calls is answered by small scripts. */

const TEMPLATE = path.resolve(import.meta.dirname, '../../greenboot/check.sh');

/** MicroShift's functions, as far as the check uses them, and as carelessly written. */
const FUNCTIONS = `SCRIPT_NAME=$(basename "$0")
echo "sourcing says something"
[ -f /nowhere ] && source /nowhere
function get_wait_timeout() {
  echo "Could not parse \${UNSET_VARIABLE}"
  echo 1234
}
`;

type Device = {
  /** What `systemctl is-enabled` says of each unit. */
  units?: Record<string, string>;
  /** Contents of files, by their absolute path. */
  files?: Record<string, string>;
  /** What GRUB has stored; undefined where there is none. */
  boot?: string;
  /** The exit status of the health check. */
  health?: number;
  /** Flags of bash. */
  flags?: string[];
};

/** A device on which the check can be run: its files are in a directory of their own. */
async function runCheck(
  t: TestContext,
  { units = {}, files = {}, boot, health = 0, flags = [] }: Device,
): Promise<{ status: number | undefined; output: string; called: string[] }> {
  const root = await temporaryDirectory(t);
  const bin = path.join(root, 'bin');
  const log = path.join(root, 'called');
  const states = {
    'microshift.service': 'enabled',
    'microshift-optional.service': 'static',
    ...units,
  };
  const cases = Object.entries(states).map(([unit, state]) => `${unit}) echo ${state} ;;`);
  const commands: Record<string, string> = {
    systemctl: `[ "$1" = is-enabled ] || exit 9; case $2 in ${cases.join(' ')} *) exit 1 ;; esac`,
    'microshift-optional': `echo "$@" >>${log}; echo the diagnosis >&2; exit ${health}`,
    journalctl: `echo "$@" >>${log}; echo the journal`,
    ...(boot === undefined ? {} : { 'grub2-editenv': `printf '%s\\n' ${boot}` }),
  };
  await mkdir(bin);
  for (const [name, body] of Object.entries(commands)) {
    await writeFile(path.join(bin, name), `#!/bin/sh\n${body}\n`);
    await chmod(path.join(bin, name), 0o755);
  }
  for (const [name, content] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(root, name)), { recursive: true });
    await writeFile(path.join(root, name), content);
  }
  const template = await readFile(TEMPLATE, 'utf8');
  const script = formatGreenbootCheck(template, { name: 'lamp', directory: '010-lamp' });
  const moved = script
    .replace('=/usr/share/microshift/', `=${root}/usr/share/microshift/`)
    .replace('=/etc/greenboot/', `=${root}/etc/greenboot/`);
  await writeFile(path.join(root, 'check.sh'), moved);
  const { exitCode, all } = await execa('bash', [...flags, path.join(root, 'check.sh')], {
    reject: false,
    all: true,
    extendEnv: false,
    env: { PATH: `${bin}:/usr/bin:/bin` },
  });
  const called = await readFile(log, 'utf8').catch(() => '');
  return { status: exitCode, output: all, called: called.split('\n').filter(Boolean) };
}

const REPORT = '--apply-report /run/microshift-optional/report.json';
const healthcheck = (seconds: number, more = ` ${REPORT}`): string =>
  `healthcheck /usr/lib/microshift/manifests.d/010-lamp --timeout ${seconds}s${more}`;

const functions = { '/usr/share/microshift/functions/greenboot.sh': FUNCTIONS };
const configuration = (text: string) => ({ '/etc/greenboot/greenboot.conf': text });

suite('the greenboot check', { concurrency: 4 }, () => {
  for (const [what, device] of [
    ['disabled', { units: { 'microshift.service': 'disabled' } }],
    ['masked', { units: { 'microshift.service': 'masked' } }],
    ['not installed', { units: { 'microshift.service': '' } }],
  ] as const) {
    test(`is passed where MicroShift is ${what}`, async (t) => {
      const { status, output, called } = await runCheck(t, { ...device, health: 5 });
      assert.deepEqual([status, called], [0, []], output);
      assert.match(output, /MicroShift is not enabled/);
    });
  }

  test('is passed where the component is healthy', async (t) => {
    const { status, output, called } = await runCheck(t, {});
    assert.equal(status, 0, output);
    assert.deepEqual(called, [healthcheck(600)]);
    assert.doesNotMatch(output, /the journal/);
  });

  for (const health of [1, 2, 4, 5, 127]) {
    test(`fails where the health check ends with ${health}, and says why`, async (t) => {
      const { status, output, called } = await runCheck(t, { health });
      assert.equal(status, 1);
      assert.match(output, /the diagnosis/);
      assert.match(output, new RegExp(`lamp is not healthy \\(exit status ${health}\\)`));
      assert.match(output, /^the journal$/m);
      assert.match(called[1] ?? '', /--unit microshift-optional\.service --boot/);
    });
  }

  for (const state of ['masked', 'masked-runtime']) {
    test(`waits for no report where the applier is ${state}`, async (t) => {
      const units = { 'microshift-optional.service': state };
      const { called } = await runCheck(t, { units });
      assert.deepEqual(called, [healthcheck(600, '')]);
    });
  }

  for (const [what, seconds, device] of [
    ["MicroShift's functions", 1234, { files: functions }],
    [
      "MicroShift's functions, which are broken",
      600,
      { files: { '/usr/share/microshift/functions/greenboot.sh': 'exit 3\n' } },
    ],
    [
      "MicroShift's functions, which lack the one",
      600,
      { files: { '/usr/share/microshift/functions/greenboot.sh': '\n' } },
    ],
    ['no GRUB', 600, {}],
    ['no boot_counter', 600, { boot: 'boot_success=1' }],
    ['boot_counter 3', 600, { boot: 'boot_counter=3' }],
    ['boot_counter 2', 600, { boot: 'boot_success=0 boot_counter=2' }],
    ['boot_counter 1', 1200, { boot: 'boot_counter=1' }],
    ['boot_counter 0', 1800, { boot: 'boot_counter=0' }],
    ['boot_counter -1', 2400, { boot: 'boot_counter=-1' }],
    ['boot_counter of letters', 600, { boot: 'boot_counter=x[$(reboot)]' }],
    ['a time to wait', 120, { files: configuration('MICROSHIFT_WAIT_TIMEOUT_SEC=120\n') }],
    ['quotes', 120, { files: configuration('MICROSHIFT_WAIT_TIMEOUT_SEC="120" # long\n') }],
    [
      'a list of settings',
      120,
      { files: configuration('[x]\n MICROSHIFT_WAIT_TIMEOUT_SEC = 120\n') },
    ],
    [
      'the last of two',
      90,
      {
        files: configuration(
          'export MICROSHIFT_WAIT_TIMEOUT_SEC=80\nMICROSHIFT_WAIT_TIMEOUT_SEC=90',
        ),
      },
    ],
    ['a comment', 600, { files: configuration('#MICROSHIFT_WAIT_TIMEOUT_SEC=120\n') }],
    [
      'attempts',
      3000,
      { boot: 'boot_counter=1', files: configuration('GREENBOOT_MAX_BOOT_ATTEMPTS=6\n') },
    ],
    [
      'the longest',
      9999 * 9,
      {
        boot: 'boot_counter=0',
        files: configuration('GREENBOOT_MAX_BOOT_ATTEMPTS=9\nMICROSHIFT_WAIT_TIMEOUT_SEC=9999\n'),
      },
    ],
  ] as const) {
    test(`waits ${seconds} s with ${what}`, async (t) => {
      const { called, output } = await runCheck(t, device);
      assert.deepEqual(called, [healthcheck(seconds)], output);
    });
  }

  for (const [name, value, seconds] of [
    ['MICROSHIFT_WAIT_TIMEOUT_SEC', '59', 60],
    ['MICROSHIFT_WAIT_TIMEOUT_SEC', '0', 600],
    ['MICROSHIFT_WAIT_TIMEOUT_SEC', '10000', 600],
    ['MICROSHIFT_WAIT_TIMEOUT_SEC', '-5', 600],
    ['MICROSHIFT_WAIT_TIMEOUT_SEC', '5m', 600],
    ['MICROSHIFT_WAIT_TIMEOUT_SEC', '$(reboot)', 600],
    ['MICROSHIFT_WAIT_TIMEOUT_SEC', '010', 600],
    ['GREENBOOT_MAX_BOOT_ATTEMPTS', '0', 1200],
    ['GREENBOOT_MAX_BOOT_ATTEMPTS', '10', 1200],
    ['GREENBOOT_MAX_BOOT_ATTEMPTS', 'many', 1200],
  ] as const) {
    test(`waits ${seconds} s where ${name} is ${value}, and says so`, async (t) => {
      const boot = name === 'GREENBOOT_MAX_BOOT_ATTEMPTS' ? { boot: 'boot_counter=1' } : {};
      const { called, output } = await runCheck(t, {
        ...boot,
        files: configuration(`${name}=${value}\n`),
      });
      assert.deepEqual(called, [healthcheck(seconds)], output);
      assert.match(output, new RegExp(`greenboot\\.conf: ${name} is `));
    });
  }

  for (const health of [0, 5]) {
    test(`is the same by the greenboot that forbids to overwrite files (${health})`, async (t) => {
      const { status, output } = await runCheck(t, {
        flags: ['-C'],
        health,
        files: { ...functions, ...configuration('A=1\n') },
      });
      assert.equal(status, health === 0 ? 0 : 1, output);
      assert.doesNotMatch(output, /cannot overwrite/);
    });
  }

  test('is clean by shellcheck', async () => {
    const { failed, stdout, code } = await execa('shellcheck', [TEMPLATE], { reject: false });
    assert.notEqual(code, 'ENOENT', 'this test needs shellcheck: apt-get install shellcheck');
    assert.ok(!failed, stdout);
  });
});
