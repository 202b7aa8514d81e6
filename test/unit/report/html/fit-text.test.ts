import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { fitText } from '../../../../src/report/html/fit-text.ts';

const FONT = { size: 10, bold: false };

describe('fitText', () => {
  it('leaves what fits, and cuts off what does not', () => {
    assert.equal(fitText('abcd', 26, FONT), 'abcd');
    assert.equal(fitText('abcde', 26, FONT), 'ab…');
    assert.equal(fitText('iiiiii', 26, FONT), 'iiiiii');
    assert.equal(fitText('WWWW', 26, FONT), 'W…');
    assert.equal(fitText('', 26, FONT), '');
    assert.equal(fitText('a', 1, FONT), '…');
  });

  it('takes bold and unknown letters for wider', () => {
    assert.equal(fitText('abcd', 26, { size: 10, bold: true }), 'a…');
    assert.equal(fitText('漢字漢字', 26, FONT), '漢…');
  });

  it('never splits a character, and answers a beginning', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.integer({ min: 0, max: 200 }),
        (text, room) => {
          const fitted = fitText(text, room, FONT);
          assert.ok(fitted.isWellFormed());
          assert.ok(fitted === text || text.startsWith(fitted.replace(/…$/, '')));
        },
      ),
      { seed: 2 },
    );
  });
});
