import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createContents } from '../../../src/support-archive/contents.ts';

describe('createContents', () => {
  it('redacts everything that comes in', () => {
    const contents = createContents(10_000);
    contents.object('a.json', { apiVersion: 'v1', kind: 'ConfigMap', data: { a: 'hunter2' } });
    contents.json('b.json', { password: 'hunter2' });
    contents.text('c.txt', 'password=hunter2\n');
    contents.leaveOut('password=hunter2', 'token=hunter2');
    const texts = contents.entries().map(({ path, bytes }) => [path, bytes.toString()]);
    assert.deepEqual(texts, [
      [
        'a.json',
        '{\n  "apiVersion": "v1",\n  "kind": "ConfigMap",\n  "data": {\n    "a": "[7 bytes]"\n  }\n}\n',
      ],
      ['b.json', '{\n  "password": "[masked]"\n}\n'],
      ['c.txt', 'password=[masked]\n'],
    ]);
    assert.deepEqual(contents.leftOut(), [{ what: 'password=[masked]', why: 'token=[masked]' }]);
  });

  it('has no more than its limit, and says what had no room', () => {
    const contents = createContents(10);
    contents.text('b', '1234567');
    contents.text('c', '12345');
    contents.text('a', '123');
    assert.deepEqual(
      contents.entries().map(({ path }) => path),
      ['a', 'b'],
    );
    assert.deepEqual(contents.leftOut(), [
      { what: 'c', why: 'the archive would have more than 10 bytes unpacked' },
    ]);
  });

  it('tells each thing that is left out once, sorted', () => {
    const contents = createContents(10);
    for (const what of ['b', 'a', 'b']) contents.leaveOut(what, 'x');
    contents.leaveOut('a', 'w');
    assert.deepEqual(contents.leftOut(), [
      { what: 'a', why: 'w' },
      { what: 'a', why: 'x' },
      { what: 'b', why: 'x' },
    ]);
  });
});
