import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LAMPS } from './support.ts';

test('a program is described as its help shows it', () => {
  assert.deepEqual(
    LAMPS.options.map(({ long }) => long),
    ['--version', '--help'],
  );
  const [light, choose, trees] = LAMPS.commands;
  assert.deepEqual(
    light?.options.map(({ term, default: standard, value }) => [term, standard, value?.kind]),
    [
      ['--colour <colour>', 'red', 'choice'],
      ['--wick <file>', '/etc/wick', 'file'],
      ['--into <dir>', undefined, 'directory'],
      ['--shade <shade>', undefined, 'other'],
      ['--bright <yes|no>', 'no', 'choice'],
      ['--name <name=value...>', undefined, 'other'],
      ['--dry-run', undefined, undefined],
      ['--help', undefined, undefined],
    ],
  );
  assert.equal(light?.description, "light a lamp: it's bright");
  assert.deepEqual(
    light?.arguments.map(({ term, kind }) => [term, kind]),
    [['<lamp-dir>', 'directory']],
  );
  assert.deepEqual(
    choose?.arguments.map(({ term, choices }) => [term, choices]),
    [['[kind]', ['old', 'new']]],
  );
  assert.deepEqual(
    trees?.arguments.map(({ term, kind }) => [term, kind]),
    [['<tree...>', 'directory']],
  );
});
