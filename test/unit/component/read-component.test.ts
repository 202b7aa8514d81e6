import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, it } from 'node:test';
import { readComponent } from '../../../src/component/read-component.ts';
import { COMPONENT } from '../support/component.ts';
import { problemsOfAsync, shown } from '../support/problems.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const component = (manifests: string): string => `${COMPONENT}  manifests: ${manifests}\n`;
const LAMP = 'apiVersion: example.com/v1\nkind: Lamp\nmetadata: {name: main}\n';

describe('readComponent', () => {
  it('reads the hand-written manifests in their order', async (test) => {
    const directory = await temporaryDirectory(test, {
      'component.yaml': component('[b.yaml, {file: a.yaml, follow: [apiVersion, spec.version]}]'),
      'a.yaml': LAMP,
      'b.yaml': `${LAMP}---\n${LAMP}`,
      'not-named.yaml': 'a: [',
    });
    const { name, manifests, file } = await readComponent(directory);
    assert.equal(name, 'lamp');
    assert.equal(file, path.join(directory, 'component.yaml'));
    assert.deepEqual(
      manifests.map((each) => [path.basename(each.file), each.line, each.follow]),
      [
        ['b.yaml', 1, []],
        ['b.yaml', 5, []],
        ['a.yaml', 1, ['apiVersion', 'spec.version']],
      ],
    );
  });

  it('says that there is no component', async (test) => {
    const directory = await temporaryDirectory(test, { file: '' });
    for (const [name, message] of [
      ['.', 'no such file'],
      ['missing', 'no such file'],
      ['file', `${directory}/file is not a directory`],
    ] as const) {
      const target = path.join(directory, name);
      const [problem] = await problemsOfAsync(() => readComponent(target));
      assert.equal(problem?.code, 'component-missing');
      assert.equal(shown(problem), `${path.join(target, 'component.yaml')}: ${message}`);
    }
  });

  it('names everything wrong with the manifests at once', async (test) => {
    const directory = await temporaryDirectory(test, {
      'component.yaml': component('[a.yaml, b.yaml, c.yaml, d.yaml]'),
      'a.yaml': LAMP,
      'b.yaml': 'kind: Lamp\n',
      'c.yaml': 'a: "\n',
    });
    const problems = await problemsOfAsync(() => readComponent(directory));
    assert.deepEqual(
      problems.map(({ code, at }) => `${path.basename(at?.file ?? '')} ${code}`),
      [
        'b.yaml manifest-invalid',
        'b.yaml manifest-invalid',
        'c.yaml yaml-invalid',
        'd.yaml component-manifest-missing',
      ],
    );
  });
});
