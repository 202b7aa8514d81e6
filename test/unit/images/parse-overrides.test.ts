import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseOverrides } from '../../../src/images/parse-overrides.ts';
import { problemsOf } from '../support/problems.ts';

describe('parseOverrides', () => {
  it('names every value that is no image', () => {
    const images = new Map([
      ['a', 'x:1'],
      ['b', 'not an image'],
      ['c', '${X}'],
    ]);
    const problems = problemsOf(() => parseOverrides(images));
    assert.deepEqual(
      problems.map(({ code, message }) => [code, message]),
      [
        ['image-invalid', '--image b: "not an image" is no image reference'],
        ['image-invalid', '--image c: "${X}" is no image reference'],
      ],
    );
  });
});
