import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatManPage } from '../../../src/manual/man-page.ts';
import { LAMPS } from './support.ts';

const PAGE = formatManPage(LAMPS, '1.2.3');
const LINES = PAGE.split('\n');

describe('formatManPage', () => {
  it('has the sections of a manual page, in their order', () => {
    assert.equal(LINES[0], '.TH "LAMP\\-SHOP" "8" "" "lamp\\-shop 1.2.3" "System Administration"');
    assert.deepEqual(
      LINES.flatMap((line) => /^\.SH "?([A-Z ]+)"?$/.exec(line)?.[1] ?? []),
      [
        'NAME',
        'SYNOPSIS',
        'DESCRIPTION',
        'OPTIONS',
        'COMMANDS',
        'EXIT STATUS',
        'FILES',
        'ENVIRONMENT',
        'EXAMPLES',
        'SEE ALSO',
      ],
    );
  });

  it('tells of each command its arguments and flags, with choices and defaults', () => {
    assert.ok(LINES.includes('.SS "lamp\\-shop light <lamp\\-dir>"'));
    assert.ok(LINES.includes("Light a lamp: it's bright."));
    assert.ok(LINES.includes('.B "\\-\\-colour <colour>"'));
    assert.ok(LINES.includes('which [of them]: all: red, blue (default: red)'));
    assert.ok(LINES.includes('the kind old new'));
    assert.doesNotMatch(PAGE, /secret/);
    assert.ok(LINES.includes('<lamp\\-dir> \\-\\-shade <shade> [options]'));
  });

  it('takes no text for a request', () => {
    assert.ok(LINES.includes('\\&.Chooses one; a \\ebackslash "and" more.'));
  });
});
