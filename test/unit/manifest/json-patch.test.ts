import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  addAt,
  childAt,
  pointerStep,
  pointerSteps,
  removeAt,
  replaceAt,
} from '../../../src/manifest/json-patch.ts';

describe('a JSON Pointer', () => {
  for (const [pointer, steps] of [
    ['', []],
    ['/', ['']],
    ['/a/0', ['a', '0']],
    ['/a~1b/c~0d', ['a/b', 'c~d']],
    ['/~01', ['~1']],
  ] as const) {
    it(JSON.stringify(pointer), () => {
      assert.deepEqual(pointerSteps(pointer), steps);
      assert.equal(steps.map((step) => `/${pointerStep(step)}`).join(''), pointer);
    });
  }
});

describe('a change', () => {
  const list = () => [1, 2];
  const cases: [
    what: string,
    before: () => object,
    change: typeof addAt,
    step: string,
    after: object | false,
  ][] = [
    ['adds a field', () => ({}), addAt, 'a', { a: 9 }],
    ['adds over a field', () => ({ a: 1 }), addAt, 'a', { a: 9 }],
    ['inserts an item', list, addAt, '1', [1, 9, 2]],
    ['appends an item', list, addAt, '-', [1, 2, 9]],
    ['appends at the end', list, addAt, '2', [1, 2, 9]],
    ['adds nothing beyond the end', list, addAt, '3', false],
    ['adds nothing at what is no index', list, addAt, '01', false],
    ['adds nothing below 0', list, addAt, '-1', false],
    ['replaces a field', () => ({ a: 1 }), replaceAt, 'a', { a: 9 }],
    ['replaces a null', () => ({ a: null }), replaceAt, 'a', { a: 9 }],
    ['replaces no missing field', () => ({}), replaceAt, 'a', false],
    ['replaces no inherited field', () => ({}), replaceAt, 'toString', false],
    ['replaces an item', list, replaceAt, '1', [1, 9]],
    ['replaces nothing at the end', list, replaceAt, '-', false],
    ['removes a field', () => ({ a: 1 }), removeAt, 'a', {}],
    ['removes an item', list, removeAt, '0', [2]],
    ['removes nothing beyond the end', list, removeAt, '2', false],
  ];
  for (const [what, before, change, step, after] of cases) {
    it(what, () => {
      const value = before() as Parameters<typeof addAt>[0];
      assert.equal(change(value, step, 9), after !== false);
      assert.deepEqual(value, after === false ? before() : after);
    });
  }

  it('does not reach the prototype', () => {
    const value = {};
    addAt(value, '__proto__', { a: 1 });
    assert.deepEqual(Object.keys(value), ['__proto__']);
    assert.equal(Object.getPrototypeOf(value), Object.prototype);
    assert.deepEqual(childAt(value, '__proto__'), { a: 1 });
  });
});
