import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatFishCompletion } from '../../../src/manual/fish-completion.ts';
import { formatZshCompletion } from '../../../src/manual/zsh-completion.ts';
import { LAMPS } from './support.ts';

describe('formatZshCompletion', () => {
  const lines = formatZshCompletion(LAMPS)
    .split('\n')
    .map((line) => line.trim());

  it('is found by zsh for the program', () => assert.equal(lines[0], '#compdef lamp-shop'));

  it('describes commands, in words that end no string', () => {
    assert.ok(lines.includes(String.raw`'light:light a lamp\: it'\''s bright'`));
  });

  it('completes flags, their values, and arguments', () => {
    const light = lines.find((line) => line.startsWith('light)')) ?? '';
    assert.match(light, /'--colour\[which \\\[of them\\\]\\: all\]:value:\(red blue\)'/);
    assert.match(light, /'--wick\[its wick\]:value:_files'/);
    assert.match(light, /'--dry-run\[only say so\]'/);
    assert.match(light, /'\*:lamp-dir:_files -\/' ;;$/);
    assert.match(lines.find((line) => line.startsWith('choose)')) ?? '', /'\*:kind:\(old new\)'/);
  });
});

describe('formatFishCompletion', () => {
  const lines = formatFishCompletion(LAMPS).split('\n');

  it('describes commands, in words that end no string', () => {
    const light = String.raw`-a light -d 'light a lamp: it\'s bright'`;
    assert.ok(lines.includes(`complete -c lamp-shop -n __fish_use_subcommand ${light}`));
  });

  it('completes flags, their values, and arguments', () => {
    const light = "complete -c lamp-shop -n '__fish_seen_subcommand_from light'";
    assert.ok(lines.includes(`${light} -l colour -x -a 'red blue' -d 'which [of them]: all'`));
    assert.ok(lines.includes(`${light} -l wick -r -F -d 'its wick'`));
    assert.ok(lines.includes(`${light} -l dry-run -d 'only say so'`));
    assert.ok(lines.includes(`${light} -a '(__fish_complete_directories)'`));
  });
});
