import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { execa } from 'execa';
import { readUpstreamTable } from '../../../scripts/lib/upstream-table.ts';
import { readManifests } from '../../../src/manifest/read-manifests.ts';
import type { KubernetesObject } from '../../../src/manifest/object.ts';
import { objectId } from '../../../src/manifest/object.ts';
import { DESCRIPTION_FILE } from '../../../src/tree/description-file.ts';
import { parseDescription } from '../../../src/tree/tree-description.ts';
import { condition, kubectl, writeStatus } from './kubectl.ts';
import type { Cluster } from './kubectl.ts';
import type { ProgramResult } from './program.ts';
import { deployment } from './trees.ts';
import { UPSTREAM } from './upstream.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const COMPONENTS = path.join(ROOT, 'manifests.d');

/** The components that the project ships, by the names of their folders. */
export const SHIPPED: readonly string[] = readdirSync(COMPONENTS)
  .filter((name) => existsSync(path.join(COMPONENTS, name, 'component.yaml')))
  .toSorted();

/** The Gateway API that the components have in common, below the upstream inputs. */
export const SHARED_GATEWAY_API = 'gateway-api/v1.1.0';

/** The components that take another Gateway API, and so are not for a device that has the others. */
export async function apart(): Promise<string[]> {
  const table = await readUpstreamTable();
  return SHIPPED.filter((component) => {
    const place = table[component]?.sources['gateway-api'];
    return place !== undefined && place !== SHARED_GATEWAY_API;
  });
}

/** The one that is about `word`. */
export function shipped(word: string): string {
  const found = SHIPPED.filter((name) => name.includes(word));
  assert.equal(found.length, 1, `${word}: ${found.join(', ')}`);
  return found[0] as string;
}

/**
 * Runs scripts/rebase-upstream: the part that a build and npm precede.
 * @param upstream the folder of upstream inputs
 */
export async function rebaseUpstream(
  args: readonly string[],
  upstream = UPSTREAM,
): Promise<ProgramResult> {
  const script = path.join(ROOT, 'scripts/rebase-upstream.ts');
  const { exitCode, stdout, stderr } = await execa(process.execPath, [script, ...args], {
    reject: false,
    env: { MICROSHIFT_OPTIONAL_UPSTREAM: upstream },
    timeout: 180_000,
  });
  return { status: exitCode, stdout, stderr };
}

/** Rebases a component into `out`; answers its tree. @throws where that does not end 0 */
export async function rebaseShipped(component: string, out: string): Promise<string> {
  const { status, stderr } = await rebaseUpstream([component, out]);
  assert.equal(status, 0, stderr);
  const [directory] = await readdir(path.join(out, 'manifests.d'));
  assert.ok(directory !== undefined);
  return path.join(out, 'manifests.d', directory);
}

/** The objects of a tree, as its files have them. */
export async function objectsOf(tree: string): Promise<KubernetesObject[]> {
  const names = (await readdir(tree)).filter(
    (name) => name.endsWith('.yaml') && !name.startsWith('kustomization.'),
  );
  const files = await Promise.all(
    names.map(async (name) => readManifests(await readFile(path.join(tree, name), 'utf8'), name)),
  );
  return files.flat().map(({ object }) => object);
}

/**
 * Plays what an operator does that no part of the cluster plays: its workloads are there, and the objects of the tree
 * say that all is well.
 */
export async function playHealth(cluster: Cluster, tree: string): Promise<void> {
  const file = path.join(tree, DESCRIPTION_FILE);
  const { health } = parseDescription(await readFile(file, 'utf8'), file);
  const classes = (await objectsOf(tree))
    .map(objectId)
    .filter(({ kind }) => kind === 'GatewayClass');
  for (const { namespace, name } of health.workloads) {
    // oxlint-disable-next-line no-await-in-loop -- in order
    await kubectl(cluster, ['create', '-f', '-'], deployment(namespace, name));
  }
  for (const { group, kind, namespace, name, type } of [
    ...health.conditions,
    ...classes.map((each) => ({ ...each, type: 'Accepted' })),
  ]) {
    if (name === undefined) continue;
    const inNamespace = namespace === '' ? [] : ['-n', namespace];
    // oxlint-disable-next-line no-await-in-loop -- in order
    await writeStatus(cluster, [`${kind.toLowerCase()}.${group}`, name, ...inNamespace], {
      conditions: [condition(type, 'True', 1)],
    });
  }
}
