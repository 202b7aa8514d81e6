import assert from 'node:assert/strict';
import { truncate } from 'node:fs/promises';
import { symlink } from 'node:fs/promises';
import path from 'node:path';
import { describe, it } from 'node:test';
import { renderKustomization } from '../../../src/kustomize/render-kustomization.ts';
import { LIMITS } from '../../../src/source/limits.ts';
import { problemsOfAsync } from '../support/problems.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const map = (name: string): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n`;
const patch = (operations: object[]): string =>
  JSON.stringify({
    resources: ['a.yaml'],
    patches: [{ target: { kind: 'ConfigMap' }, patch: JSON.stringify(operations) }],
  });

describe('renderKustomization', () => {
  it('keeps file and line of what it changes, in the order of the resources', async (test) => {
    const directory = await temporaryDirectory(test, {
      'kustomization.yaml': 'resources: [base, b.yaml]\nnamespace: new\n',
      'b.yaml': map('b'),
      'base/kustomization.yaml': patch([{ op: 'add', path: '/data', value: {} }]),
      'base/a.yaml': `${map('a')}---\n${map('c')}`,
    });
    const objects = await renderKustomization(directory);
    assert.deepEqual(
      objects.map(({ object: { metadata }, file, line }) => [
        metadata.name,
        metadata.namespace,
        path.relative(directory, file),
        line,
      ]),
      [
        ['a', 'new', 'base/a.yaml', 1],
        ['c', 'new', 'base/a.yaml', 5],
        ['b', 'new', 'b.yaml', 1],
      ],
    );
    assert.deepEqual(Object.keys(objects[0] ?? {}), ['object', 'file', 'line']);
  });

  it('says which patch fails', async (test) => {
    const directory = await temporaryDirectory(test, {
      'kustomization.yaml': patch([{ op: 'remove', path: '/data' }]),
      'a.yaml': map('a'),
    });
    const [problem] = await problemsOfAsync(() => renderKustomization(directory));
    assert.deepEqual(problem, {
      code: 'kustomization-invalid',
      message: 'remove finds no /data',
      hint: 'correct the patch',
      at: { file: path.join(directory, 'kustomization.yaml'), field: 'patches[0]' },
    });
  });

  it('follows a link to a directory from where it really is', async (test) => {
    const directory = await temporaryDirectory(test, {
      'here/kustomization.yaml': 'resources: [link]\n',
      'there/deep/kustomization.yaml': 'resources: [../beside]\n',
      'there/beside/kustomization.yaml': 'resources: [a.yaml]\n',
      'there/beside/a.yaml': map('a'),
    });
    await symlink('../there/deep', path.join(directory, 'here/link'));
    assert.equal((await renderKustomization(path.join(directory, 'here'))).length, 1);
  });

  it('reads no patch through a link that leads outside', async (test) => {
    const directory = await temporaryDirectory(test, {
      'secret.yaml': map('a'),
      'tree/kustomization.yaml': 'resources: [a.yaml]\npatches: [{path: p.yaml}]\n',
      'tree/a.yaml': map('a'),
    });
    await symlink('../secret.yaml', path.join(directory, 'tree/p.yaml'));
    const [problem] = await problemsOfAsync(() =>
      renderKustomization(path.join(directory, 'tree')),
    );
    assert.match(problem?.message ?? '', /names p\.yaml, which lies outside/);
  });

  it('reads no file that is too large', async (test) => {
    const directory = await temporaryDirectory(test, {
      'kustomization.yaml': 'resources: [a.yaml]\n',
      'a.yaml': map('a'),
    });
    await truncate(path.join(directory, 'a.yaml'), LIMITS.fileBytes + 1);
    const [problem] = await problemsOfAsync(() => renderKustomization(directory));
    assert.match(problem?.message ?? '', /larger than 32 MiB/);
  });

  it('does not follow directories for ever', async (test) => {
    const names = Array.from({ length: 14 }, (_, index) => `d${index}`);
    const files = Object.fromEntries(
      names.map((name, index) => [
        `${name}/kustomization.yaml`,
        JSON.stringify({ resources: index === 13 ? [] : Array(2).fill(`../d${index + 1}`) }),
      ]),
    );
    const directory = await temporaryDirectory(test, files);
    const [problem] = await problemsOfAsync(() => renderKustomization(path.join(directory, 'd0')));
    assert.match(problem?.message ?? '', /^leads to more than 5000 files/);
  });
});
