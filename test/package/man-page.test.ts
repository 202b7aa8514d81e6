import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { execa } from 'execa';
import { createProgram } from '../../src/command-line/program.ts';
import { formatManual } from '../../src/manual/format-manual.ts';
import { temporaryDirectory } from '../unit/support/temporary-directory.ts';

const output = { write: () => true };
const terminal = { stdout: output, stderr: output, environment: {} };

test('the manual page is shown without a warning, with every command and flag', async (t) => {
  const program = createProgram(terminal, () => {});
  const file = path.join(await temporaryDirectory(t), 'microshift-optional.8');
  await writeFile(file, formatManual(program, '1.2.3').manPage);
  const { stdout, stderr, code } = await execa('man', ['--warnings', '--local-file', file], {
    reject: false,
    env: { MANWIDTH: '100', LC_ALL: 'C.UTF-8', MAN_KEEP_FORMATTING: '' },
  });
  assert.notEqual(code, 'ENOENT', 'this test needs man: apt-get install man-db');
  assert.equal(stderr, '');
  const flags = program.commands.flatMap(({ options }) => options.map(({ long }) => long ?? ''));
  assert.ok(flags.length > 20);
  for (const word of [...program.commands.map((command) => command.name()), ...flags]) {
    assert.ok(stdout.includes(word), `${word} is not in the page`);
  }
});
