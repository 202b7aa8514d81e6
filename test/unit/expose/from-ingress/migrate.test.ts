import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { UserError } from '../../../../src/errors.ts';
import { formatStream } from '../../../../src/expose/format-directory.ts';
import { parseIngressOptions } from '../../../../src/expose/from-ingress/ingress-options.ts';
import { leftoverParagraphs, migrate } from '../../../../src/expose/from-ingress/migrate.ts';
import { readInput } from '../../../../src/expose/from-ingress/read-input.ts';
import type { ExposeFlags } from '../../../../src/expose/options/flags.ts';
import { objectId, objectKey } from '../../../../src/manifest/object.ts';
import { readManifests } from '../../../../src/manifest/read-manifests.ts';
import { checkMetadata } from '../../../../src/verify/checks/metadata.ts';
import { problemsOf } from '../../support/problems.ts';
import { anyInput, ingress, route, rule, service } from './support/inputs.ts';
import { NEWER, run } from './support/run.ts';

// What is looked at differs from case to case.
type Any = any;

describe('the input', () => {
  it('is refused where it has neither', () => {
    for (const objects of [[], [service('shop', 'web:80')]]) {
      const problems = problemsOf(() => run(objects));
      assert.deepEqual(
        problems.map(({ code }) => code),
        ['ingress-missing'],
      );
    }
  });

  it('is refused where nothing can be carried over, with all reasons', () => {
    const problems = problemsOf(() =>
      run([ingress('a', { rules: [rule('A', 'Prefix / a:80')] }), route('b', {})]),
    );
    assert.deepEqual(problems.map(({ code }) => code).toSorted(), [
      'host-left',
      'nothing-carried-over',
      'port-left',
    ]);
  });

  it('is refused where it is more than a Gateway has', () => {
    const rules = Array.from({ length: 64 }, (_, index) =>
      rule(`h${index}.example.com`, 'Prefix / a:80'),
    );
    const spec = { rules, tls: [{ secretName: 'cert' }] };
    const problems = problemsOf(() => run([ingress('a', spec)]));
    assert.deepEqual(
      problems.map(({ code }) => code),
      ['too-many-listeners'],
    );
  });

  it('may hold other objects and versions, of which nothing is taken', () => {
    const { leftovers } = run([
      ingress('a', { rules: [rule('a.example.com', 'Prefix / a:80')] }),
      { ...ingress('b', {}), apiVersion: 'extensions/v1beta1' },
      { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'a' } },
    ]);
    assert.deepEqual(
      leftovers.map(({ code }) => code),
      ['version-unread', 'objects-unread'],
    );
  });

  it('says whatever is wrong with the flags', () => {
    const flags: ExposeFlags = {
      host: ['a'],
      mesh: true,
      class: 'A',
      'http-port': '443',
      certificate: 'a/b/c',
    };
    const problems = problemsOf(() => parseIngressOptions('B', flags));
    assert.deepEqual(
      problems.map(({ at }) => at?.field),
      ['--certificate', '--class', '--host', '--https-port', '--mesh', 'NAME'],
    );
  });

  it('whatever it is, gives objects with good names, which their YAML says again, and no key', () => {
    let accepted = 0;
    fc.assert(
      fc.property(anyInput, fc.boolean(), (text, redirect) => {
        const options = parseIngressOptions(undefined, { class: 'example', redirect });
        let result;
        try {
          result = migrate(readInput(text, 'in', 'shop'), options, NEWER);
        } catch (error) {
          if (error instanceof UserError) return;
          throw error;
        }
        accepted += 1;
        const { exposed, leftovers } = result;
        const written = formatStream(exposed, leftoverParagraphs(leftovers));
        assert.doesNotMatch(written, /SECRET-KEY/);
        const read = readManifests(written, 'out');
        assert.deepEqual(
          read.map(({ object }) => object),
          exposed.objects.map(({ object }) => object),
        );
        assert.deepEqual(checkMetadata({ objects: read }), []);
        const keys = read.map(({ object }) => objectKey(objectId(object)));
        assert.equal(new Set(keys).size, keys.length, 'no object twice');
        const gateway: Any = read[0]?.object;
        const names = new Set(gateway.spec.listeners.map((each: Any) => each.name));
        for (const { object } of read as Any[]) {
          for (const { sectionName } of object.spec?.parentRefs ?? []) {
            assert.ok(names.has(sectionName), `a listener ${sectionName}`);
          }
        }
      }),
      { numRuns: 300, seed: 13 },
    );
    assert.ok(accepted > 100, `${accepted} accepted`);
  });
});
