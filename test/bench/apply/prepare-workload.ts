import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { NO_UPGRADE } from '../../../src/tree/tree-description.ts';
import { formatTree } from '../../../src/tree/format-tree.ts';
import { readManifests } from '../../../src/manifest/read-manifests.ts';
import { FIRST_RELEASE, rebaseGatewayApi } from '../../cluster/support/gateway-api.ts';
import { kubectl } from '../../cluster/support/kubectl.ts';
import type { Cluster } from '../../cluster/support/kubectl.ts';
import { generateObjects } from './generate-objects.ts';
import type { Size } from './size.ts';
import { toWriteRequests } from './to-write-requests.ts';
import type { LookUpKind, ServedKind, WriteRequest } from './to-write-requests.ts';

/** The same objects in the forms that the tools read, all made before anything is measured. */
export type Workload = {
  size: Size;
  count: number;
  /** A kustomize directory as `rebase` writes it, with the compiled plan. */
  tree: string;
  /** What `kubectl kustomize` makes of the tree, in a file: for tools that read no directories. */
  manifest: string;
  /** A file of {@link WriteRequest}s. */
  requestsFile: string;
  requests: readonly WriteRequest[];
};

/** Makes a workload in a directory of its own. @param cluster is asked how kinds are addressed */
export async function prepareWorkload(
  size: Size,
  parent: string,
  cluster: Cluster,
): Promise<Workload> {
  const directory = path.join(parent, String(size));
  const tree = await (size === 'component'
    ? rebaseComponent(directory)
    : generateTree(size, directory));
  const manifest = path.join(directory, 'manifest.yaml');
  await writeFile(manifest, await kubectl(cluster, ['kustomize', tree]));
  const read = readManifests(await readFile(manifest, 'utf8'), manifest);
  const objects = read.map(({ object }) => object);
  const requests = await toWriteRequests(objects, discovery(cluster));
  const requestsFile = path.join(directory, 'requests.json');
  await writeFile(requestsFile, JSON.stringify(requests));
  return { size, count: objects.length, tree, manifest, requestsFile, requests };
}

/** A release of the gateway-api component, and the path of its tree. */
export async function rebaseComponent(directory: string): Promise<string> {
  const { status, stderr } = await rebaseGatewayApi(FIRST_RELEASE, directory);
  if (status !== 0) throw new Error(`the rebase failed:\n${stderr}`);
  return path.join(directory, 'manifests.d/000-microshift-gateway-api');
}

async function generateTree(count: number, directory: string): Promise<string> {
  const tree = path.join(directory, 'generated');
  await mkdir(tree, { recursive: true });
  const description = {
    name: 'generated',
    version: undefined,
    health: { workloads: [], conditions: [] },
    upgrade: NO_UPGRADE,
    requests: [],
    sources: [],
    incompatible: [],
  };
  const files = formatTree(generateObjects(count), description);
  for (const [name, text] of files) await writeFile(path.join(tree, name), text);
  return tree;
}

/** Asks the API server once for each group and version. */
function discovery(cluster: Cluster): LookUpKind {
  type Resource = { name: string; kind: string; namespaced: boolean };
  const lists = new Map<string, Promise<Resource[]>>();
  const ask = async (apiVersion: string): Promise<Resource[]> => {
    const root = apiVersion.includes('/') ? '/apis' : '/api';
    const text = await kubectl(cluster, ['get', '--raw', `${root}/${apiVersion}`]);
    return (JSON.parse(text) as { resources: Resource[] }).resources;
  };
  return async (apiVersion, kind): Promise<ServedKind> => {
    const list = lists.get(apiVersion) ?? ask(apiVersion);
    lists.set(apiVersion, list);
    const found = (await list).find((each) => each.kind === kind && !each.name.includes('/'));
    if (found === undefined) throw new Error(`${kind} in ${apiVersion} is not served`);
    return { plural: found.name, namespaced: found.namespaced };
  };
}
