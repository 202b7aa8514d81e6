import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { tailOf } from '../../../../src/health/causes/log-tail.ts';

describe('tailOf', () => {
  it('keeps the last twenty lines that say something', () => {
    const lines = Array.from({ length: 30 }, (_, index) => `line ${index}`);
    assert.deepEqual(tailOf(`${lines.join('\n\n')}\r\n`), lines.slice(-20));
  });
  it('keeps four kibibytes, of the last lines', () => {
    const line = 'ä'.repeat(500);
    assert.equal(tailOf(`${line}\n`.repeat(9)).length, 4);
    const [only = ''] = tailOf(`${'x'.repeat(9000)}end`);
    assert.deepEqual([only.length, only.endsWith('end')], [4096, true]);
  });
  it('takes away what a terminal would obey', () => {
    assert.deepEqual(tailOf('\u001B[31mred\u0007 \u202Edet'), ['\uFFFD[31mred\uFFFD \uFFFDdet']);
  });
  it('has nothing of nothing', () => assert.deepEqual(tailOf(''), []));
});
