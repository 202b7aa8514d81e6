import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createProgress } from '../../src/progress.ts';
import type { Progress } from '../../src/progress.ts';

/** What is written to an output while `use` uses its progress. */
function written(
  output: { isTTY?: boolean; columns?: number },
  use: (p: Progress) => void,
): string {
  let text = '';
  use(createProgress({ ...output, write: (more) => (text += more) }));
  return text;
}

const ERASE = '\r\u001B[K';
const everything = (progress: Progress): void => {
  progress.live('1 of 2');
  progress.line('created');
  progress.live('2 of 2');
  progress.end();
  progress.line('done');
};

describe('createProgress', () => {
  for (const output of [{}, { isTTY: false }, { isTTY: false, columns: 80 }]) {
    it(`writes lines, and nothing else, without a terminal: ${JSON.stringify(output)}`, () => {
      assert.equal(written(output, everything), 'created\ndone\n');
    });
  }

  it('keeps the live line below the others on a terminal, until the end', () => {
    assert.equal(
      written({ isTTY: true, columns: 80 }, everything),
      [
        `${ERASE}1 of 2`,
        `${ERASE}created\n`,
        `${ERASE}1 of 2`,
        `${ERASE}2 of 2`,
        ERASE,
        `${ERASE}done\n`,
        ERASE,
      ].join(''),
    );
  });

  const widths: [number | undefined, number][] = [
    [20, 19],
    [undefined, 79],
    [1000, 100],
  ];
  for (const [columns, expected] of widths) {
    it(`cuts the live line to ${expected} of ${columns} columns, lines never`, () => {
      const text = 'x'.repeat(100);
      const output = { isTTY: true, ...(columns === undefined ? {} : { columns }) };
      assert.equal(
        written(output, ({ live }) => live(text)),
        ERASE + 'x'.repeat(expected),
      );
      assert.equal(
        written(output, ({ line }) => line(text)),
        `${ERASE}${text}\n${ERASE}`,
      );
    });
  }

  it('lets no control character of a name or message through', () => {
    const text = 'a\u001B[31mb';
    assert.equal(
      written({}, ({ line }) => line(text)),
      'a\uFFFD[31mb\n',
    );
    assert.equal(
      written({ isTTY: true }, ({ live }) => live(text)),
      `${ERASE}a\uFFFD[31mb`,
    );
  });
});
