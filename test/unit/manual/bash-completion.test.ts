import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, it } from 'node:test';
import { execa } from 'execa';
import { formatBashCompletion } from '../../../src/manual/bash-completion.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { LAMPS } from './support.ts';

const SCRIPT = formatBashCompletion(LAMPS);

describe('completion in a real bash', () => {
  const cases: [typed: string[], expected: string[]][] = [
    [[''], ['light', 'choose', 'trees']],
    [['l'], ['light']],
    [['--'], ['--version', '--help']],
    [
      ['light', '--'],
      ['--colour', '--wick', '--into', '--shade', '--bright', '--name', '--dry-run', '--help'],
    ],
    [
      ['light', '--colour', ''],
      ['red', 'blue'],
    ],
    [['light', '--colour', 'b'], ['blue']],
    [
      ['light', '--colour', '='],
      ['red', 'blue'],
    ],
    [['light', '--colour', '=', 'b'], ['blue']],
    [
      ['light', '--bright', ''],
      ['yes', 'no'],
    ],
    [
      ['light', '--wick', ''],
      ['a file', 'sub'],
    ],
    [['light', '--into', ''], ['sub']],
    [['light', '--name', ''], []],
    [['light', 'x', '--colour', 'r'], ['red']],
    [['light', ''], ['sub']],
    [
      ['choose', ''],
      ['old', 'new'],
    ],
    [['trees', 'sub', ''], ['sub']],
    [['unknown', ''], []],
    [
      ['unknown', '--'],
      ['--version', '--help'],
    ],
  ];
  for (const [typed, expected] of cases) {
    it(`completes ${JSON.stringify(typed.join(' '))}`, async (t) => {
      const directory = await temporaryDirectory(t);
      await mkdir(path.join(directory, 'sub'));
      await writeFile(path.join(directory, 'a file'), '');
      const ask = `${SCRIPT}
COMP_WORDS=("$@")
COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
_lamp_shop
printf '%s\\n' "\${COMPREPLY[@]}"`;
      const { stdout, stderr } = await execa(
        'bash',
        ['-u', '-c', ask, 'bash', 'lamp-shop', ...typed],
        {
          cwd: directory,
        },
      );
      assert.deepEqual(
        [stdout.split('\n').filter(Boolean).toSorted(), stderr],
        [expected.toSorted(), ''],
      );
    });
  }
});
