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
    ['the generation alone moved', true, live({ generation: 2 })],
  ];
  for (const [name, expected, after] of table) {
    it(`${expected} where ${name}`, () => {
      assert.equal(isSameContent(live(), after), expected);
    });
  }

  const partial = (metadata: object): object => live(metadata, { kind: 'PartialObjectMetadata' });
  const metadataOnly: [string, boolean, object][] = [
    ['the version moved', true, { resourceVersion: '2' }],
    ['the generation moved', false, { generation: 2 }],
    ['a label came', false, { labels: { a: 'b' } }],
  ];
  for (const [name, expected, metadata] of metadataOnly) {
    it(`${expected} of an object of which there is only the metadata, where ${name}`, () => {
      assert.equal(isSameContent(partial({}), partial(metadata)), expected);
    });
  }
});
