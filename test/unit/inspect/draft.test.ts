import assert from 'node:assert/strict';
import { it } from 'node:test';
import { numberedDirectory, packageName } from '../../../src/inspect/draft.ts';

it('names packages as MicroShift does', () => {
  assert.equal(packageName('lamp'), 'microshift-lamp');
  assert.equal(packageName('microshift-lamp'), 'microshift-lamp');
});

it('numbers directories by tens, with the next one that is free', () => {
  assert.equal(numberedDirectory('lamp', []), '010-microshift-lamp');
  assert.equal(numberedDirectory('lamp', ['000-a', '010-b', '030-c', 'd']), '020-microshift-lamp');
  const all = Array.from({ length: 99 }, (_, index) => `${String(index + 1)}0-x`.padStart(5, '0'));
  assert.equal(numberedDirectory('lamp', all), '990-microshift-lamp');
});
