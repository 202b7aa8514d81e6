import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, it } from 'node:test';
import { isJsonObject } from '../../src/manifest/json.ts';
import type { Json } from '../../src/manifest/json.ts';
import { compareText, objectId, objectKey } from '../../src/manifest/object.ts';
import type { KubernetesObject } from '../../src/manifest/object.ts';
import { readManifests } from '../../src/manifest/read-manifests.ts';
import { COMPILED_FILE, readCompiled } from '../../src/tree/compiled-tree.ts';
import { formatTree, ofArchitecture } from '../../src/tree/format-tree.ts';
import { readTree } from '../../src/tree/read-tree.ts';
import { deployment, object } from '../unit/support/objects.ts';
import { temporaryDirectory } from '../unit/support/temporary-directory.ts';
import { sharedControlPlane } from './control-plane/shared.ts';
import { kubectl } from './support/kubectl.ts';

/*
 * What src/tree/architecture-patches.ts writes, held against the real kustomize.
 */

const DESCRIPTION = {
  name: 'lamp',
  version: '1',
  health: { workloads: [], conditions: [] },
  upgrade: { mayDrop: [], adopts: [] },
  requests: [],
  sources: [],
  incompatible: [],
};

/** Texts with `@` become the architecture's. */
const OBJECTS: KubernetesObject[] = [
  object('v1 Namespace ns'),
  deployment(
    'ns/a.b',
    [
      {
        name: 'manager',
        image: 'r.io/manager@',
        args: ['--helper-image=r.io/helper@', '--verbose'],
        env: [{ name: 'RELATED_IMAGE_LAMP', value: 'r.io/lamp@' }],
      },
    ],
    { metadata: { annotations: { 'images.v1_0_0.lamp': 'r.io/lamp@', 'other.io/note': 'yes' } } },
  ),
  // Names that the expression a.b would match, too, and the same name elsewhere.
  deployment('ns/axb', [{ name: 'manager', image: 'r.io/other:1' }]),
  deployment('ns/a.b.c', [{ name: 'manager', image: 'r.io/other:1' }]),
  deployment('other/a.b', [{ name: 'manager', image: 'r.io/other:1' }]),
  object('v1 ConfigMap ns/a.b', {
    metadata: { annotations: { 'a.io/b~c': 'x@', '~1': 'x@', 'a.io/b': 'no' } },
    data: { text: 'a\nb@\n', number: '0644', empty: '', 'quoted.txt': '"@": #' },
  }),
  object('example.com/v1 Lamp main', { spec: { image: 'r.io/lamp@', parts: [1, { image: '@' }] } }),
  object('example.org/v1 Lamp main', { spec: { image: 'r.io/lamp:1' } }),
];

describe('the kustomization of an architecture', () => {
  for (const architecture of ['x86_64', 'aarch64']) {
    it(`makes the objects those of ${architecture}, compiled or by kustomize`, async (test) => {
      const expected = OBJECTS.map((each) => variantOf(each, architecture));
      const variants = new Map([
        ['x86_64', (each: KubernetesObject) => variantOf(each, 'x86_64')],
        ['aarch64', (each: KubernetesObject) => variantOf(each, 'aarch64')],
      ]);
      const files = formatTree(OBJECTS, DESCRIPTION, variants);
      const text = (file: string): string => files.get(file) ?? assert.fail(`no ${file}`);
      const patches = text(ofArchitecture('kustomization.yaml', architecture));
      const directory = await temporaryDirectory(test, {
        ...Object.fromEntries(files),
        'kustomization.yaml': `${text('kustomization.yaml')}${patches}`,
        [COMPILED_FILE]: text(ofArchitecture(COMPILED_FILE, architecture)),
      });

      const built = await kubectl(sharedControlPlane(), ['kustomize', directory]);
      const rendered = readManifests(built, 'kustomize').map((each) => each.object);
      assert.deepEqual(byKey(rendered), byKey(expected));

      assert.ok(readCompiled(directory), 'the compiled tree belongs to these files');
      const tree = await readTree(directory);
      assert.deepEqual(
        byKey(tree.objects.map(({ manifest }) => manifest.object())),
        byKey(expected),
      );
      assert.ok(tree.objects.every(({ file }) => path.dirname(file) === directory));
    });
  }
});

function variantOf(original: KubernetesObject, architecture: string): KubernetesObject {
  const replace = (value: Json): Json => {
    if (typeof value === 'string') return value.replaceAll('@', `@${architecture}`);
    if (Array.isArray(value)) return value.map(replace);
    if (!isJsonObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, replace(inner)]));
  };
  return replace(original) as KubernetesObject;
}

function byKey(objects: readonly KubernetesObject[]): [string, KubernetesObject][] {
  return objects
    .map((each): [string, KubernetesObject] => [objectKey(objectId(each)), each])
    .toSorted(([a], [b]) => compareText(a, b));
}
