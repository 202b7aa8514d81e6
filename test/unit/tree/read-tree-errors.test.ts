import assert from 'node:assert/strict';
import { mkdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { describe, it } from 'node:test';
import { readTree } from '../../../src/tree/read-tree.ts';
import { problemsOfAsync } from '../support/problems.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import type { Files } from '../support/temporary-directory.ts';

const map = (...names: string[]): string =>
  names.map((name) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n`).join('---\n');
const kustomization = (...resources: string[]): string => JSON.stringify({ resources });

describe('readTree refuses', () => {
  const cases: [what: string, files: Files, code: string, file: string, message: RegExp][] = [
    [
      'no kustomization',
      { 'a.yaml': map('a') },
      'tree-invalid',
      '.',
      /^holds no kustomization\.yaml$/,
    ],
    [
      'two kustomizations',
      { 'kustomization.yaml': '', Kustomization: '' },
      'tree-invalid',
      '.',
      /^holds kustomization\.yaml and Kustomization$/,
    ],
    [
      'a missing resource',
      { 'kustomization.yaml': kustomization('a.yaml') },
      'tree-invalid',
      'kustomization.yaml',
      /^names a\.yaml, which does not exist$/,
    ],
    [
      'a file outside',
      { 'kustomization.yaml': kustomization('/etc/hostname') },
      'tree-invalid',
      'kustomization.yaml',
      /^names \/etc\/hostname, which lies outside/,
    ],
    [
      'itself',
      { 'kustomization.yaml': kustomization('.') },
      'tree-invalid',
      '.',
      /^is among its own resources$/,
    ],
    [
      'a cycle',
      {
        'kustomization.yaml': kustomization('x'),
        'x/kustomization.yaml': kustomization('../y'),
        'y/kustomization.yaml': kustomization('../x'),
      },
      'tree-invalid',
      'x',
      /^is among its own resources$/,
    ],
    [
      'a directory that is listed twice',
      {
        'kustomization.yaml': kustomization('x', 'y'),
        'x/kustomization.yaml': kustomization('../y'),
        'y/kustomization.yaml': kustomization('c.yaml'),
        'y/c.yaml': map('c'),
      },
      'tree-invalid',
      'y/c.yaml',
      /^stands in .*kustomization\.yaml twice/,
    ],
    [
      'an empty kustomization',
      { 'kustomization.yaml': '' },
      'kustomization-invalid',
      'kustomization.yaml',
      /^is empty$/,
    ],
    [
      'a broken kustomization',
      { 'kustomization.yaml': 'resources: [' },
      'yaml-invalid',
      'kustomization.yaml',
      /./,
    ],
    [
      'a broken manifest',
      { 'kustomization.yaml': kustomization('a.yaml'), 'a.yaml': 'a: [' },
      'yaml-invalid',
      'a.yaml',
      /./,
    ],
    [
      'what is no object',
      { 'kustomization.yaml': kustomization('a.yaml'), 'a.yaml': '{"kind":"A"}' },
      'manifest-invalid',
      'a.yaml',
      /./,
    ],
    [
      'a broken description',
      { 'kustomization.yaml': '', 'microshift-optional.json': '{' },
      'tree-description-invalid',
      'microshift-optional.json',
      /is not JSON/,
    ],
  ];
  for (const [what, files, code, file, message] of cases) {
    it(what, async (test) => {
      const directory = await temporaryDirectory(test, files);
      const [problem] = await problemsOfAsync(() => readTree(directory));
      assert.equal(problem?.code, code);
      assert.match(problem.message, message);
      assert.equal(path.resolve(problem.at?.file ?? ''), path.resolve(directory, file));
    });
  }

  it('what is no directory', async (test) => {
    const directory = await temporaryDirectory(test, { file: '' });
    for (const [name, message] of [
      ['missing', 'no such directory'],
      ['file', 'is not a directory'],
      ['file/below', 'no such directory'],
    ] as const) {
      const [problem] = await problemsOfAsync(() => readTree(path.join(directory, name)));
      assert.deepEqual([problem?.code, problem?.message], ['tree-missing', message]);
    }
  });

  it('a link to a file outside', async (test) => {
    const directory = await temporaryDirectory(test, {
      'secret.yaml': map('secret'),
      'tree/kustomization.yaml': kustomization('a.yaml'),
    });
    await symlink('../secret.yaml', path.join(directory, 'tree/a.yaml'));
    const [problem] = await problemsOfAsync(() => readTree(path.join(directory, 'tree')));
    assert.match(problem?.message ?? '', /lies outside/);
  });

  it('a directory without a kustomization', async (test) => {
    const directory = await temporaryDirectory(test, {
      'kustomization.yaml': kustomization('empty'),
    });
    await mkdir(path.join(directory, 'empty'));
    const [problem] = await problemsOfAsync(() => readTree(directory));
    assert.match(problem?.message ?? '', /holds no kustomization\.yaml/);
  });
});
