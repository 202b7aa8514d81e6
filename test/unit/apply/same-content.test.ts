import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isSameContent } from '../../../src/apply/same-content.ts';

const live = (metadata: object = {}, rest: object = {}) => ({
  kind: 'ConfigMap',
  metadata: { name: 'a', uid: 'u', resourceVersion: '1', generation: 1, ...metadata },
  data: { a: 'b' },
  ...rest,
});

describe('isSameContent', () => {
  const table: [string, boolean, unknown][] = [
    ['nothing moved', true, live()],
    ['status and the version moved', true, live({ resourceVersion: '2' }, { status: { x: 1 } })],
    ['managedFields moved', true, live({ managedFields: [{ time: 'later' }] })],
    ['keys are in another order', true, Object.fromEntries(Object.entries(live()).toReversed())],
    ['data changed', false, live({}, { data: { a: 'c' } })],
    ['a label came', false, live({ labels: { a: 'b' } })],
    ['it is another object of the name', false, live({ uid: 'v' })],
  ];
  for (const [name, expected, after] of table) {
    it(`${expected} where ${name}`, () => {
      assert.equal(isSameContent(live(), after), expected);
    });
  }
});
