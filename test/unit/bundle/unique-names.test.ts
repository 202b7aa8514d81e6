import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { uniqueNames } from '../../../src/bundle/unique-names.ts';

describe('uniqueNames', () => {
  it('numbers names that are taken', () => {
    const name = uniqueNames(63, ['a']);
    assert.deepEqual([name('a'), name('b'), name('b'), name('a')], ['a-2', 'b', 'b-2', 'a-3']);
  });

  it('puts the number before the suffix', () => {
    const name = uniqueNames(63);
    assert.deepEqual([name('a', '-cert'), name('a', '-cert')], ['a-cert', 'a-2-cert']);
  });

  it('leaves out a number that was a name itself', () => {
    const name = uniqueNames(63);
    assert.deepEqual([name('a-2'), name('a'), name('a')], ['a-2', 'a', 'a-3']);
  });

  it('cuts what is too long, and nothing ends where a name cannot', () => {
    const name = uniqueNames(10);
    assert.equal(name('lamp-operator'), 'lamp-opera');
    assert.equal(name('lamp-operator', '-cert'), 'lamp-cert');
    assert.equal(name('lamp-operator'), 'lamp-ope-2');
  });

  it('gives no name twice and none that is too long, and the same ones in each run', () => {
    const base = fc.stringMatching(/^[a-z](?:[a-z0-9.-]{0,12}[a-z0-9])?$/);
    const suffix = fc.constantFrom('', '-cert', '-service');
    fc.assert(
      fc.property(fc.array(fc.tuple(base, suffix)), fc.array(base), (wanted, taken) => {
        const make = () => {
          const name = uniqueNames(14, taken);
          return wanted.map(([each, end]) => name(each, end));
        };
        const names = make();
        assert.deepEqual(names, make());
        assert.equal(new Set([...names, ...taken]).size, names.length + new Set(taken).size);
        for (const name of names) assert.match(name, /^[a-z](?:[a-z0-9.-]{0,12}[a-z0-9])?$/);
      }),
    );
  });
});
