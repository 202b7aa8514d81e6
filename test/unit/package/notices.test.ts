import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatThirdParty, readNotices } from '../../../src/package/notices.ts';

describe('notices', () => {
  it('lists every library, then the texts of those that have one', () => {
    const text = formatThirdParty([
      { name: 'a', version: '1', license: 'MIT', text: 'Permission is granted\n' },
      { name: 'b', version: '2', license: 'Unlicense', text: '' },
    ]);
    assert.match(text, /\na 1: MIT\nb 2: Unlicense\n\n-+\na 1\n\nPermission is granted\n$/);
  });

  it('are known to the built program alone', () => assert.equal(readNotices(), undefined));
});
