import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseArguments } from '../../bench/parse-arguments.ts';

describe('the arguments of npm run bench', () => {
  it('ask for everything by default', () => {
    assert.deepEqual(parseArguments([]), {
      help: false,
      benchmarks: ['apply', 'rebase', 'health'],
      sizes: ['component', 300, 3000],
      tools: ['ours', 'floor', 'flux', 'kapp', 'loop'],
      rounds: 3,
      json: undefined,
      profile: undefined,
    });
  });

  it('select', () => {
    const args = ['apply', '--size=component', '--size', '50', '--tool', 'ours', '--rounds=1'];
    assert.deepEqual(parseArguments([...args, '--json=a.json', '--profile', 'b']), {
      help: false,
      benchmarks: ['apply'],
      sizes: ['component', 50],
      tools: ['ours'],
      rounds: 1,
      json: 'a.json',
      profile: 'b',
    });
  });

  for (const [args, expected] of [
    [['aply'], /^aply is none of apply, rebase, health\./],
    [['--tool=helm'], /^helm is none of ours, floor,/],
    [['--size=19'], /^--size is 19: expected a number from 20 on/],
    [['--size=3e3'], /^--size is 3e3/],
    [['--rounds=0'], /^--rounds is 0: expected a number from 1 on/],
    [['--round=1'], /^Unknown option '--round'/],
  ] as const) {
    it(`cannot be ${args.join(' ')}`, () => {
      assert.throws(() => parseArguments(args), { name: 'SetupError', message: expected });
    });
  }
});
