import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { afterEach, describe, it } from 'node:test';
import { renderSource } from '../../../src/kustomize/render-source.ts';
import { displayObject } from '../../../src/manifest/display.ts';
import { objectId } from '../../../src/manifest/object.ts';
import type { SourceFiles } from '../../../src/source/source-files.ts';
import { fakeProgram } from '../support/fake-program.ts';
import { problemsOfAsync } from '../support/problems.ts';

const CONFIG = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n';
const source = (files: Record<string, string>): SourceFiles => ({
  ref: 'up/',
  files: Object.entries(files).map(([path, text]) => ({ path, bytes: Buffer.from(text) })),
});
const { PATH } = process.env;
afterEach(() => {
  process.env.PATH = PATH;
});

describe('renderSource', () => {
  it('renders a kustomization of the source, with what lies beside it', async () => {
    const files = source({
      'base/kustomization.yaml': 'resources: [a.yaml]\n',
      'base/a.yaml': CONFIG,
      'overlays/x/kustomization.yaml': 'namespace: here\nresources: [../../base]\n',
    });
    const objects = await renderSource(files, 'overlays/x');
    assert.deepEqual(
      objects.map(({ object, file }) => [displayObject(objectId(object)), file]),
      [['ConfigMap here/a', 'up/base/a.yaml']],
    );
  });

  it('takes the real kustomize where it needs it, without git and network, and leaves nothing behind', async (test) => {
    const before = await readdir(tmpdir());
    const kubectl = `command -v git >/dev/null && exit 3
echo 'apiVersion: v1'; echo 'kind: ConfigMap'; echo "metadata: {name: a, labels: {proxy: '$HTTPS_PROXY'}}"`;
    process.env.PATH = `${await fakeProgram(test, 'kubectl', kubectl)}:${PATH}`;
    const files = { 'kustomization.yaml': 'components: [c]\n', 'c/kustomization.yaml': '' };
    const [first] = await renderSource(source(files), '');
    assert.match(first?.object.metadata.labels?.proxy ?? '', /^http:\/\/127\.0\.0\.1:9$/);
    const left = (await readdir(tmpdir())).filter((name) => !before.includes(name));
    assert.deepEqual(
      left.filter((name) => name.startsWith('microshift-optional-kustomization-')),
      [],
    );
  });

  const wrong: [what: string, files: Record<string, string>, code: string, message: RegExp][] = [
    ['one file', { '': CONFIG }, 'kustomization-not-a-directory', /one file/],
    ['no kustomization', { 'a.yaml': CONFIG }, 'kustomization-missing', /kustomization/],
    [
      'a file outside of the source',
      { 'kustomization.yaml': 'resources: [../a.yaml]\n' },
      'tree-invalid',
      /^names \.\.\/a\.yaml/,
    ],
    ...[
      'https://example.com/a.yaml',
      'http://example.com/a.yaml',
      'git@github.com:org/repo',
      'github.com/org/repo',
      'ssh://git@example.com/org/repo',
      'example.com/org/repo?ref=v1',
    ].map((name): [string, Record<string, string>, string, RegExp] => [
      name,
      {
        'kustomization.yaml': 'resources: [base]\ncomponents: [base]\n',
        'base/kustomization.yaml': `resources:\n- a.yaml\n- ${name}\n`,
        'base/a.yaml': CONFIG,
      },
      'kustomization-remote',
      /lies elsewhere/,
    ]),
    [
      'a remote patch',
      { 'kustomization.yaml': 'patches: [{path: "https://example.com/a.yaml"}]\n' },
      'kustomization-remote',
      /example\.com/,
    ],
    ...['files: [b.txt, a=https://e.example/a]', 'envs: ["HTTPS://e.example/a"]'].map(
      (field): [string, Record<string, string>, string, RegExp] => [
        `a generator of ${field}`,
        { 'kustomization.yaml': `configMapGenerator: [{name: a, ${field}}]\n` },
        'kustomization-remote',
        /e\.example/,
      ],
    ),
    [
      'a chart',
      { 'kustomization.yaml': 'helmCharts: [{name: a, repo: "https://example.com"}]\n' },
      'kustomization-chart',
      /chart/,
    ],
  ];
  for (const [what, files, code, message] of wrong) {
    it(`refuses ${what}`, async () => {
      const [problem] = await problemsOfAsync(() => renderSource(source(files), ''));
      assert.equal(problem?.code, code, problem?.message);
      assert.match(problem.message, message);
      assert.match(problem.at?.file ?? '', /^up\//);
    });
  }

  it('takes no text of a generator for an address', async (test) => {
    const kubectl = "echo 'apiVersion: v1'; echo 'kind: ConfigMap'; echo 'metadata: {name: a}'";
    process.env.PATH = `${await fakeProgram(test, 'kubectl', kubectl)}:${PATH}`;
    const generators = '[{name: a, literals: [a=https://e.example/a], files: [https=b.txt]}, 1]';
    const files = source({
      'kustomization.yaml': `configMapGenerator: ${generators}\n`,
      'b.txt': 'b',
    });
    assert.equal((await renderSource(files, '')).length, 1);
  });

  it('does not look at kustomizations that are not used', async () => {
    const files = source({
      'kustomization.yaml': 'resources: [a.yaml]\n',
      'a.yaml': CONFIG,
      'other/kustomization.yaml': 'resources: [https://example.com/a.yaml]\n',
    });
    assert.equal((await renderSource(files, '')).length, 1);
  });
});
