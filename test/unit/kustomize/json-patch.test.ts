import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { UnexpectedShape } from '../../../src/kustomize/field-spec.ts';
import { PatchFails, applyJsonPatch, readJsonPatch } from '../../../src/kustomize/json-patch.ts';
import type { Json } from '../../../src/manifest/json.ts';

const before = () => ({ a: { b: [1, 2], c: 'x', n: null } });
const apply = (...operations: Json[]): object => {
  const value = before();
  applyJsonPatch(value, readJsonPatch(operations));
  return value.a;
};

describe('applyJsonPatch', () => {
  const cases: [what: string, operations: Json[], after: object][] = [
    ['adds', [{ op: 'add', path: '/a/d', value: null }], { ...before().a, d: null }],
    [
      'replaces what is not there',
      [{ op: 'replace', path: '/a/d', value: 1 }],
      { ...before().a, d: 1 },
    ],
    ['removes', [{ op: 'remove', path: '/a/b/0' }], { ...before().a, b: [2] }],
    ['removes a null', [{ op: 'remove', path: '/a/n' }], { b: [1, 2], c: 'x' }],
    ['tests', [{ op: 'test', path: '/a/c', value: 'x' }], before().a],
    [
      'copies',
      [{ op: 'copy', from: '/a/b', path: '/a/b/-' }],
      { ...before().a, b: [1, 2, [1, 2]] },
    ],
    [
      'moves within a list',
      [{ op: 'move', from: '/a/b/0', path: '/a/b/1' }],
      { ...before().a, b: [2, 1] },
    ],
  ];
  for (const [what, operations, after] of cases) {
    it(what, () => assert.deepEqual(apply(...operations), after));
  }

  it('uses a value once only', () => {
    const [first, second] = [before(), before()];
    const operations = readJsonPatch([{ op: 'add', path: '/a/c', value: {} }]);
    for (const value of [first, second]) applyJsonPatch(value, operations);
    assert.notEqual(first.a.c, second.a.c);
  });

  const failing: [operation: Json, message: string][] = [
    [{ op: 'remove', path: '/a/x' }, 'remove finds no /a/x'],
    [{ op: 'replace', path: '/a/b/2', value: 1 }, 'replace finds no /a/b/2'],
    [{ op: 'add', path: '/a/b/3', value: 1 }, 'add finds no /a/b/3'],
    [{ op: 'add', path: '/x/y', value: 1 }, 'there is no /x/y'],
    [{ op: 'add', path: '/a/n/y', value: 1 }, 'there is no /a/n/y'],
    [{ op: 'add', path: '/a/c/y', value: 1 }, 'there is no /a/c/y'],
    [{ op: 'test', path: '/a/c', value: 'y' }, 'test finds no /a/c'],
  ];
  for (const [operation, message] of failing) {
    it(`ends: ${message}`, () => {
      assert.throws(
        () => apply(operation),
        (error) => error instanceof PatchFails && error.message === message,
      );
    });
  }

  const left: Json[] = [
    'text',
    { op: 'merge', path: '/a' },
    { op: 'add', path: '', value: {} },
    { op: 'add', path: 'a/b', value: 1 },
    { op: 'add', path: '/a' },
    { op: 'move', path: '/a/d' },
    { op: 'copy', from: '/a/x', path: '/a/d' },
    { op: 'copy', from: '/a/n', path: '/a/d' },
    { op: 'remove', path: '/a/b/-1' },
    { op: 'add', path: '/a/b/01', value: 1 },
    { op: 'test', path: '/a/b/0', value: 1 },
    { op: 'test', path: '/a/c', value: '<' },
    { op: 'test', path: '/a/n', value: null },
  ];
  for (const operation of left) {
    it(`leaves ${JSON.stringify(operation)}`, () => {
      assert.throws(() => apply(operation), UnexpectedShape);
    });
  }
});
