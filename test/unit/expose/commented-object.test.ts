import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatCommented, formatParagraphs } from '../../../src/expose/commented-object.ts';

describe('comments', () => {
  it('are wrapped at 100 characters, but for longer words', () => {
    const word = 'x'.repeat(120);
    const text = formatParagraphs([`${'word '.repeat(30)}end`, '', word]);
    assert.deepEqual(
      text.split('\n').map((line) => line.length),
      [96, 60, 1, 122, 0],
    );
    assert.ok(text.split('\n').every((line) => line === '' || line.startsWith('#')));
  });

  it('stand above the object and its fields', () => {
    const object = {
      apiVersion: 'v1',
      kind: 'A',
      metadata: { name: 'a' },
      spec: { list: [{ b: 1 }] },
    };
    const text = formatCommented({
      object,
      comment: ['What it is for.'],
      fields: [
        { path: ['spec', 'list', 0], text: 'an item' },
        { path: ['metadata', 'name'], text: 'a field' },
        { path: ['spec', 'other'], text: 'of nothing' },
        { path: ['spec', 'list', 7], text: 'of nothing' },
      ],
    });
    assert.equal(
      text,
      `# What it is for.
apiVersion: v1
kind: A
metadata:
  # a field
  name: a
spec:
  list:
    # an item
    - b: 1
`,
    );
  });
});
