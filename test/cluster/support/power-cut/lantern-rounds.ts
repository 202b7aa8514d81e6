import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { KubernetesObject } from '../../../../src/manifest/object.ts';
import { NO_UPGRADE } from '../../../../src/tree/tree-description.ts';
import { formatTree } from '../../../../src/tree/format-tree.ts';
import { readTree } from '../../../../src/tree/read-tree.ts';

const LANTERN = path.resolve(
  import.meta.dirname,
  '../../../fixtures/golden/lantern/manifests.d/010-microshift-lantern',
);

/** The objects of the miniature, under names that only this round has. */
export async function lanternObjects(round: string): Promise<KubernetesObject[]> {
  const { objects } = await readTree(LANTERN);
  return objects.map(({ manifest }) => renamed(manifest.object(), round));
}

/** An object under names that only this round has: those that have `lantern` or the group of signals in them. */
export function renamed(object: KubernetesObject, round: string): KubernetesObject {
  const text = JSON.stringify(object)
    .replaceAll('lantern', `lantern-${round}`)
    .replaceAll('signals.example.com', `signals-${round}.example.com`);
  return JSON.parse(text) as KubernetesObject;
}

/** The miniature as an earlier release may have had it: its kind in another version, and things that went. */
export function earlierRelease(objects: readonly KubernetesObject[]): KubernetesObject[] {
  const earlier = JSON.parse(
    JSON.stringify(objects.filter(({ kind }) => kind !== 'ServiceAccount')),
  ) as KubernetesObject[];
  for (const object of earlier) {
    if (object.kind === 'Lantern')
      object.apiVersion = object.apiVersion.replace('/v1', '/v1alpha1');
    if (object.kind !== 'CustomResourceDefinition') continue;
    const { versions, names } = object.spec as {
      versions: { name: string }[];
      names: { kind: string };
    };
    if (names.kind === 'Lantern' && versions[0]) versions[0].name = 'v1alpha1';
  }
  const namespace = earlier.find(({ kind }) => kind === 'Namespace')?.metadata.name ?? '';
  return [...earlier, ...wentSince(namespace)];
}

function wentSince(namespace: string): KubernetesObject[] {
  const inNamespace = (apiVersion: string, kind: string, name: string, rest = {}) => ({
    apiVersion,
    kind,
    metadata: { name, namespace },
    ...rest,
  });
  return [
    inNamespace('v1', 'ConfigMap', 'old-settings', { data: { a: 'b' } }),
    inNamespace('v1', 'ConfigMap', 'old-words', { data: { c: 'd' } }),
    inNamespace('v1', 'PersistentVolumeClaim', 'old-data', {
      spec: {
        accessModes: ['ReadWriteOnce'],
        // Nobody provides it, and so nobody touches it.
        storageClassName: 'none',
        resources: { requests: { storage: '1Gi' } },
      },
    }),
  ];
}

/** Writes a tree as a package has it, with its compiled plan; returns its path. */
export async function writePackaged(
  parent: string,
  directory: string,
  name: string,
  version: string,
  objects: readonly KubernetesObject[],
): Promise<string> {
  const tree = path.join(parent, directory);
  await mkdir(tree, { recursive: true });
  const health = { workloads: [], conditions: [] };
  const files = formatTree(objects, {
    name,
    version,
    health,
    upgrade: NO_UPGRADE,
    requests: [],
    sources: [],
    incompatible: [],
  });
  for (const [file, text] of files) await writeFile(path.join(tree, file), text);
  return tree;
}
