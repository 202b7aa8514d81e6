import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { parseComponent, readComponent } from '../../../src/component/read-component.ts';
import { COMPONENT } from '../support/component.ts';
import { problemsOf, problemsOfAsync } from '../support/problems.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const SHARED = `apiVersion: optional.microshift.io/v1alpha1
kind: SharedSource
spec: {kind: Manifests, channel: standard, ref: https://example.com/api.yaml}
`;
const component = (file: string): string =>
  COMPONENT.replace(
    /sources: .*/,
    `sources: [{name: own, kind: Manifests, ref: b}, {name: api, kind: Shared, file: ${file}}]`,
  );

async function directoryWith(test: TestContext, file: string, shared: string): Promise<string> {
  const root = await temporaryDirectory(test, {
    'lamp/component.yaml': component(file),
    [path.join('lamp', file)]: shared,
  });
  return path.join(root, 'lamp');
}

describe('a shared source', () => {
  for (const file of ['api.source.yaml', '../api.source.yaml']) {
    it(`is read from ${file}, with the name that the component gives it`, async (test) => {
      const directory = await directoryWith(test, file, SHARED);
      const { sources } = await readComponent(directory);
      assert.deepEqual(sources, [
        { name: 'own', kind: 'Manifests', ref: path.join(directory, 'b') },
        {
          name: 'api',
          kind: 'Manifests',
          channel: 'standard',
          ref: 'https://example.com/api.yaml',
        },
      ]);
    });
  }

  it('has a relative path from its own file', async (test) => {
    const shared = SHARED.replace('https://example.com/api.yaml', 'up/api.yaml');
    const directory = await directoryWith(test, '../api.source.yaml', shared);
    const { sources } = await readComponent(directory);
    assert.equal(sources[1]?.ref, path.join(directory, '../up/api.yaml'));
  });

  for (const file of [
    '../../a.yaml',
    '/a.yaml',
    '../b/a.yaml',
    'b/a.yaml',
    '..',
    '../.a.yaml',
    'a.txt',
  ]) {
    it(`may not lie at ${file}`, () => {
      const [problem] = problemsOf(() => parseComponent(component(file), 'c.yaml'));
      assert.deepEqual(
        [problem?.code, problem?.at?.field],
        ['component-invalid', 'spec.sources[1].file'],
      );
    });
  }

  const wrong: [what: string, text: string, line: number][] = [
    ['another kind', SHARED.replace('SharedSource', 'Component'), 2],
    ['a field that is not known', SHARED.replace('channel: ', 'chanel: '), 3],
    ['a name of its own', SHARED.replace('spec: {', 'spec: {name: x, '), 3],
    ['another shared source', SHARED.replace('Manifests, channel', 'Shared, channel'), 3],
    ['two documents', `${SHARED}---\na: 1\n`, 5],
    ['nothing', '', 1],
  ];
  for (const [what, text, line] of wrong) {
    it(`may not be ${what}`, async (test) => {
      const directory = await directoryWith(test, '../api.yaml', text);
      const [problem] = await problemsOfAsync(() => readComponent(directory));
      assert.deepEqual(
        [problem?.code, problem?.at?.line, path.basename(problem?.at?.file ?? '')],
        ['shared-source-invalid', line, 'api.yaml'],
      );
    });
  }

  it('has to be there', async (test) => {
    const root = await temporaryDirectory(test, { 'component.yaml': component('../missing.yaml') });
    const [problem] = await problemsOfAsync(() => readComponent(root));
    assert.equal(problem?.code, 'shared-source-missing');
  });
});
