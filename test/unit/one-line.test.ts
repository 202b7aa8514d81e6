import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { joinLines, oneLine } from '../../src/one-line.ts';

describe('oneLine', () => {
  it('fits what a server wrote into a line', () => {
    assert.equal(oneLine(' a\n  b\u001B[0m\t'), 'a b\uFFFD[0m');
    assert.equal(oneLine('x'.repeat(900)).length, 501);
  });
});

describe('joinLines', () => {
  it('leaves a text as long as it is', () => {
    assert.equal(joinLines(' 2 errors:\n\t* a\r\n\t* b\n'), '2 errors: * a * b');
    assert.equal(joinLines('x'.repeat(900)).length, 900);
  });
});
