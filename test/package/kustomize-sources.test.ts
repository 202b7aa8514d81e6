import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, before, describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { execa } from 'execa';
import { applyPatches } from '../../src/component/apply-patches.ts';
import { loadSources } from '../../src/component/load-sources.ts';
import type { LoadedSource } from '../../src/component/loaded-source.ts';
import { withoutLiveFields } from '../../src/manifest/clean.ts';
import { displayObject } from '../../src/manifest/display.ts';
import { canonicalJsonText } from '../../src/manifest/json.ts';
import type { Json, JsonObject } from '../../src/manifest/json.ts';
import { objectId } from '../../src/manifest/object.ts';
import type { KubernetesObject } from '../../src/manifest/object.ts';
import { readManifests } from '../../src/manifest/read-manifests.ts';
import { formatYaml } from '../../src/manifest/yaml.ts';
import { ensureBinaries } from '../cluster/control-plane/binaries.ts';
import { UPSTREAM, needsUpstream } from '../cluster/support/upstream.ts';
import { COMPONENT, parsedComponent } from '../unit/support/component.ts';
import { object } from '../unit/support/objects.ts';
import { temporaryDirectory } from '../unit/support/temporary-directory.ts';
import type { Files } from '../unit/support/temporary-directory.ts';

const { PATH } = process.env;
let kubectl: string;
before(async () => {
  kubectl = path.join(await ensureBinaries(console.error, { controllers: false }), 'kubectl');
});
afterEach(() => {
  process.env.PATH = PATH;
});

async function load(fields: string): Promise<LoadedSource> {
  const text = COMPONENT.replace(/sources: .*/, `sources: [{name: up, ${fields}}]`);
  const [loaded] = await loadSources(parsedComponent(text), new Map());
  assert.ok(loaded !== undefined);
  return loaded;
}

async function kustomize(directory: string): Promise<KubernetesObject[]> {
  const { stdout } = await execa(kubectl, ['kustomize', directory]);
  return readManifests(stdout, directory).map((each) => withoutLiveFields(each.object));
}

const texts = (objects: readonly KubernetesObject[]): string[] =>
  objects.map((each) => canonicalJsonText(each)).toSorted();

const CONFIG = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {x: "1"}\n';

describe('a source of the kind Kustomization', () => {
  for (const version of ['v1.1.0', 'v1.6.1']) {
    for (const folder of ['', 'experimental']) {
      it(`is the Gateway API ${version} ${folder}`, needsUpstream, async () => {
        const directory = path.join(UPSTREAM, 'gateway-api', version);
        const at = folder === '' ? '' : `, path: ${folder}`;
        const loaded = await load(`kind: Kustomization, ref: ${directory}${at}`);
        const expected = await kustomize(path.join(directory, folder));
        assert.deepEqual(texts(loaded.objects), texts(expected));
        assert.equal(loaded.version, version);
      });
    }
  }

  it('is put into the namespace that the component says', async (test) => {
    const directory = await temporaryDirectory(test, {
      'kustomization.yaml': 'namespace: old\nresources: [a.yaml]\n',
      'a.yaml': CONFIG,
    });
    const { objects } = await load(`kind: Kustomization, namespace: new, ref: ${directory}`);
    assert.deepEqual(
      objects.map(({ metadata }) => metadata.namespace),
      ['new'],
    );
  });

  const own: [what: string, files: Files][] = [
    [
      'an overlay of a base beside it',
      {
        'overlay/kustomization.yaml': `namespace: here
labels: [{pairs: {a: b}, includeSelectors: true}]
resources: [../base]
patches: [{target: {kind: ConfigMap}, patch: "- {op: add, path: /data/y, value: z}"}]
`,
        'base/kustomization.yaml': 'resources: [a.yaml]\n',
        'base/a.yaml': CONFIG,
      },
    ],
    [
      'what only the real kustomize renders',
      {
        'overlay/kustomization.yaml': `namePrefix: my-
resources: [../base]
components: [../component]
configMapGenerator: [{name: made, literals: [a=b]}]
`,
        'base/kustomization.yaml': 'resources: [a.yaml]\n',
        'base/a.yaml': CONFIG,
        'component/kustomization.yaml':
          'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\ncommonAnnotations: {a: b}\n',
      },
    ],
  ];
  for (const [what, files] of own) {
    it(`is ${what}`, async (test) => {
      const directory = await temporaryDirectory(test, files);
      process.env.PATH = `${path.dirname(kubectl)}:${PATH}`;
      const { objects } = await load(`kind: Kustomization, ref: ${directory}, path: overlay`);
      assert.deepEqual(texts(objects), texts(await kustomize(path.join(directory, 'overlay'))));
    });
  }
});

describe('every upstream file of manifests', needsUpstream, () => {
  it('is read whole', async () => {
    const files = globSync(['manifests/*.yaml', 'nginx-gateway-fabric/*/**/*.yaml'], {
      cwd: UPSTREAM,
    }).map((name) => path.join(UPSTREAM, name));
    assert.ok(files.length >= 5, String(files.length));
    for (const file of files) {
      const documents = (await readFile(file, 'utf8')).split(/^---/m);
      const kinds = documents.flatMap((text) => /^kind: *(\S+)/m.exec(text)?.[1] ?? []);
      const { objects } = await load(`kind: Manifests, ref: ${file}`);
      assert.deepEqual(
        objects.map(({ kind }) => kind),
        kinds,
        file,
      );
      const names = new Set(objects.map((each) => displayObject(objectId(each))));
      assert.equal(names.size, kinds.length, file);
    }
  });
});

describe("a component's merge", () => {
  const deployment = object('apps/v1 Deployment web', {
    spec: {
      replicas: 1,
      template: {
        metadata: { labels: { a: 'b' } },
        spec: {
          initContainers: [{ name: 'first' }, { name: 'second' }],
          containers: [
            {
              name: 'main',
              image: 'r.io/m:1',
              args: ['a'],
              env: [
                { name: 'A', value: '1' },
                { name: 'B', value: '2' },
              ],
              ports: [{ containerPort: 80 }, { containerPort: 53, protocol: 'UDP' }],
              resources: { limits: { cpu: '1' }, requests: { cpu: '1' } },
            },
            { name: 'side', image: 'r.io/s:1' },
          ],
          volumes: [{ name: 'v', emptyDir: {} }],
        },
      },
    },
  });
  const lamp = object('example.com/v1 Lamp web', {
    spec: { list: [{ name: 'a' }, { name: 'b' }], map: { a: 1, b: { c: 2 } } },
  });
  const pods = (spec: Json): JsonObject => ({ spec: { template: { spec } } });

  const cases: [what: string, target: KubernetesObject, merge: JsonObject][] = [
    ['fields', deployment, { spec: { replicas: 2 }, metadata: { labels: { x: 'y' } } }],
    ['an image', deployment, pods({ containers: [{ name: 'side', image: 'r.io/s:2' }] })],
    ['a new container', deployment, pods({ containers: [{ name: 'new', image: 'r.io/n:1' }] })],
    [
      'a limit that goes',
      deployment,
      pods({ containers: [{ name: 'main', resources: { limits: null } }] }),
    ],
    [
      'variables',
      deployment,
      pods({ containers: [{ name: 'main', env: [{ name: 'B', value: '3' }, { name: 'C' }] }] }),
    ],
    [
      'a variable that goes',
      deployment,
      pods({ containers: [{ name: 'main', env: [{ name: 'A', $patch: 'delete' }] }] }),
    ],
    [
      'a container that goes',
      deployment,
      pods({ containers: [{ name: 'side', $patch: 'delete' }] }),
    ],
    [
      'a map in place of another',
      deployment,
      pods({ volumes: [{ name: 'v', emptyDir: { $patch: 'replace', medium: 'Memory' } }] }),
    ],
    [
      'a list in place of another',
      deployment,
      pods({ containers: [{ $patch: 'replace' }, { name: 'only', image: 'r.io/o:1' }] }),
    ],
    ['a map that goes', deployment, pods({ initContainers: null })],
    ['a list of a custom resource', lamp, { spec: { list: [{ name: 'c' }] } }],
    ['a map of a custom resource', lamp, { spec: { map: { a: null, b: { d: 3 } } } }],
    ['a map of a custom resource that goes', lamp, { spec: { map: { $patch: 'delete' } } }],
  ];

  for (const [what, target, merge] of cases) {
    it(`gives what kustomize gives of ${what}, apart from the order of lists`, async (test) => {
      const expected = await patched(test, target, merge);
      const { objects, problems } = applyPatches([target], [{ target: { name: 'web' }, merge }]);
      assert.deepEqual(problems, []);
      assert.deepEqual(objects.map(withSortedLists), expected.map(withSortedLists));
    });
  }

  async function patched(test: TestContext, target: KubernetesObject, merge: JsonObject) {
    const { apiVersion, kind, metadata } = target;
    const patch = {
      apiVersion,
      kind,
      ...merge,
      metadata: { ...(merge.metadata as object), name: metadata.name },
    };
    return kustomize(
      await temporaryDirectory(test, {
        'kustomization.yaml': 'resources: [a.yaml]\npatches: [{path: patch.yaml}]\n',
        'a.yaml': formatYaml(target),
        'patch.yaml': formatYaml(patch),
      }),
    );
  }

  function withSortedLists(value: Json): Json {
    if (Array.isArray(value)) {
      return value
        .map(withSortedLists)
        .toSorted((a, b) => (canonicalJsonText(a) < canonicalJsonText(b) ? -1 : 1));
    }
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, withSortedLists(inner)]),
    );
  }
});
