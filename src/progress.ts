import { printable } from './terminal.ts';
import type { Output } from './terminal.ts';

/** Where progress goes: a line an event, and on a terminal one more line that is always rewritten. */
export type Progress = {
  /** Writes a line that stays. */
  line(text: string): void;
  /** Shows what is going on now; nothing without a terminal. */
  live(text: string): void;
  /** Takes the live line away. */
  end(): void;
};

const ERASE_LINE = '\r\u001B[K';

/** Plain lines fit the journal; on a terminal a last line lives. Neither uses colours. */
export function createProgress(output: Output): Progress {
  if (output.isTTY !== true) {
    return { line: (text) => void output.write(`${printable(text)}\n`), live() {}, end() {} };
  }
  let shown = '';
  const draw = (text: string): void => {
    shown = printable(text).slice(0, (output.columns || 80) - 1);
    output.write(ERASE_LINE + shown);
  };
  return {
    line(text) {
      output.write(`${ERASE_LINE}${printable(text)}\n`);
      draw(shown);
    },
    live: draw,
    end() {
      output.write(ERASE_LINE);
      shown = '';
    },
  };
}
