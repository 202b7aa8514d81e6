import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { createPaths, objectPath, safePart } from '../../../src/support-archive/entry-names.ts';

describe('safePart', () => {
  it('leaves ordinary names, and encodes all else', () => {
    assert.equal(safePart('lamp-1.example.com_x'), 'lamp-1.example.com_x');
    assert.equal(safePart('system:node/a%'), 'system%3Anode%2Fa%25');
    assert.equal(safePart('..'), '%2E.');
    assert.equal(safePart('é'), '%C3%A9');
    assert.equal(safePart(''), '%');
  });

  it('leads nowhere, is never too long, and differs for different texts', () => {
    const text = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary', maxLength: 400 }),
      fc.constantFrom('.', '..', '../a', '/', '', '%', '%2E.', 'a'.repeat(180), 'a'.repeat(181)),
    );
    fc.assert(
      fc.property(
        fc.uniqueArray(text, { minLength: 2, comparator: 'IsStrictlyEqual' }),
        (texts) => {
          // What is no Unicode has no bytes of its own.
          const known = texts.filter((each) => each.isWellFormed());
          const parts = known.map(safePart);
          for (const part of parts) assert.match(part, /^[\w%~-][\w.%~-]{0,199}$/);
          assert.equal(new Set(parts).size, known.length);
        },
      ),
      { seed: 1, numRuns: 500 },
    );
  });
});

describe('objectPath', () => {
  it('is by scope, group, kind and name', () => {
    assert.equal(
      objectPath({ group: '', plural: 'pods' }, { namespace: 'a', name: 'b' }),
      'namespaces/a/core/pods/b.json',
    );
    assert.equal(
      objectPath(
        { group: 'rbac.authorization.k8s.io', plural: 'clusterroles' },
        { namespace: '', name: 'system:a' },
      ),
      'cluster-scoped-resources/rbac.authorization.k8s.io/clusterroles/system%3Aa.json',
    );
  });
});

describe('createPaths', () => {
  it('gives each path once, whatever a file system makes of its case', () => {
    const pathFor = createPaths();
    const given = ['a/b.json', 'a/B.json', 'a/b.json', 'a/b~2.json'].map(pathFor);
    assert.deepEqual(given, ['a/b.json', 'a/B~2.json', 'a/b~3.json', 'a/b~2~2.json']);
  });
});
