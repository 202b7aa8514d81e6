import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseComponent } from '../../../src/component/read-component.ts';
import { COMPONENT } from '../support/component.ts';
import { problemsOf, shown } from '../support/problems.ts';

/** The one source of a component that has these fields beside its kind. */
function read(kind: string, fields: object) {
  const source = JSON.stringify({ name: 'a', kind, ref: 'b', ...fields });
  const text = COMPONENT.replace(/sources:.*/, `sources: [${source}]`);
  return parseComponent(text, 'c').spec.sources[0];
}

describe('a source in component.yaml', () => {
  const common = { name: 'a', kind: 'RegistryV1Bundle', ref: 'b' };
  const chosen = { targetNamespaces: ['lamp', 'wick'], apiServices: true };

  it('may say how a bundle is installed', () => {
    assert.deepEqual(read('RegistryV1Bundle', {}), { ...common, apiServices: false });
    assert.deepEqual(read('RegistryV1Bundle', chosen), { ...common, ...chosen });
  });

  const wrong: [fields: object, message: RegExp][] = [
    [{ targetNamespaces: [] }, />=1|small/i],
    [{ targetNamespaces: [''] }, /DNS label/],
    [{ targetNamespaces: ['a.b'] }, /DNS label/],
    [{ targetNamespaces: ['a', 'a'] }, /stands twice/],
    [{ targetNamespaces: 'a' }, /array/],
    [{ targetNamespaces: null }, /array/],
    [{ apiServices: 'yes' }, /boolean/],
  ];
  for (const [fields, message] of wrong) {
    it(`may not have ${JSON.stringify(fields)}`, () => {
      const problems = problemsOf(() => read('RegistryV1Bundle', fields));
      assert.equal(problems.length, 1, problems.map(shown).join('\n'));
      assert.match(shown(problems[0]!), message);
      assert.match(problems[0]?.at?.field ?? '', /^spec\.sources\[0\]\./);
    });
  }

  it('says so only of a bundle', () => {
    const problems = problemsOf(() => read('Manifests', chosen));
    assert.deepEqual(
      problems.map(({ at }) => at?.field),
      ['spec.sources[0].apiServices', 'spec.sources[0].targetNamespaces'],
    );
  });
});
