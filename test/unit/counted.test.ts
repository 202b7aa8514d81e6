import assert from 'node:assert/strict';
import { it } from 'node:test';
import { counted } from '../../src/counted.ts';

it('counts with the noun in its number', () => {
  assert.deepEqual(
    [0, 1, 2].map((number) => counted(number, 'image')),
    ['0 images', '1 image', '2 images'],
  );
});
