import { inputError } from '../errors.ts';
import type { Place } from '../errors.ts';
import { displayObject } from '../manifest/display.ts';
import { objectId } from '../manifest/object.ts';
import type { ManifestObject } from '../manifest/object.ts';
import { readManifests } from '../manifest/read-manifests.ts';
import { UnexpectedShape } from './field-spec.ts';
import { KustomizationFiles } from './kustomization-files.ts';
import type { Root } from './kustomization-files.ts';
import type { Kustomization } from './kustomization-schema.ts';
import { correctReferences } from './name-references.ts';
import { NeedsKustomize } from './needs-kustomize.ts';
import { readKustomizationFile } from './read-kustomization-file.ts';
import { withoutDoubts } from './without-doubts.ts';
import { currentId, resourceKey } from './resource.ts';
import type { Resource } from './resource.ts';
import { transform } from './transform.ts';

/** Objects for kustomize itself alone. */
const LOCAL = 'config.kubernetes.io/local-config';
/** Annotations in which kustomize keeps what it has to remember. */
const OWN_ANNOTATIONS =
  /^(?:internal\.config\.kubernetes\.io\/|config\.k8s\.io\/id$|config\.kubernetes\.io\/(?:path|index|origin)$|alpha\.config\.kubernetes\.io\/transformations$)/;

/**
 * What `kubectl kustomize` makes of a directory, each object with the place that it was read from, in the
 * order of the resources. The rules are those of kustomize 5.8 (kubectl 1.36);
 * test/cluster/kustomize.test.ts compares the two.
 * @throws {UserError} `tree-invalid`, `kustomization-invalid`, and what is wrong with the manifests
 * @throws {NeedsKustomize} where it would take more than what is rendered here
 */
export async function renderKustomization(directory: string): Promise<ManifestObject[]> {
  const files = new KustomizationFiles();
  const root = await files.open(directory);
  const resources = await render(files, root);
  try {
    correctReferences(resources);
  } catch (error) {
    if (!(error instanceof UnexpectedShape)) throw error;
    throw new NeedsKustomize(directory, ['references that are not clear']);
  }
  return resources.filter(isKept).map(withoutTraces);
}

/** A directory's resources after its own transformers. */
async function render(files: KustomizationFiles, root: Root): Promise<Resource[]> {
  const { shown: file, text } = await files.kustomization(root);
  const kustomization = readKustomizationFile(text, file);
  const resources = await load(files, root, kustomization, file);
  checkUnique(resources, file);
  await transform(resources, kustomization, { files, root, file });
  checkUnique(resources, file);
  return resources;
}

async function load(
  files: KustomizationFiles,
  root: Root,
  { resources, bases }: Kustomization,
  file: string,
): Promise<Resource[]> {
  const loaded: Resource[] = [];
  for (const name of [...resources, ...bases]) {
    const found = await files.find(root, name, file);
    loaded.push(
      ...(found.type === 'directory'
        ? await render(files, found.root)
        : readResources(found.text, found.shown)),
    );
  }
  return loaded;
}

function readResources(text: string, shown: string): Resource[] {
  const hasSchemaComments = /#\s*\{/.test(text);
  const read = withoutDoubts(shown, () => readManifests(text, shown, { dialect: 'kustomize' }));
  return read.map((each) => {
    const { kind, metadata } = each.object;
    const own = Object.keys(metadata.annotations ?? {}).find((key) => OWN_ANNOTATIONS.test(key));
    if (own !== undefined) throw new NeedsKustomize(shown, [`the annotation ${own}`]);
    if (kind === 'ResourceList') throw new NeedsKustomize(shown, [kind]);
    return { ...each, previous: [], linked: [], hasSchemaComments };
  });
}

function checkUnique(resources: readonly Resource[], file: string): void {
  const byKey = new Map<string, Resource>();
  for (const resource of resources) {
    const key = resourceKey(currentId(resource.object));
    const first = byKey.get(key);
    if (first !== undefined) throw twice(first, resource, file);
    byKey.set(key, resource);
  }
}

function twice(first: Resource, { object, file, line }: Resource, kustomization: string): Error {
  const at: Place = { file, line, object: displayObject(objectId(object)) };
  return inputError({
    code: 'tree-invalid',
    message: `stands in ${kustomization} twice: see ${first.file}:${first.line}`,
    hint: 'remove one of them, or give it another name',
    at,
  });
}

function isKept({ object: { metadata } }: Resource): boolean {
  return (metadata.annotations?.[LOCAL] ?? 'false') === 'false';
}

/** Without what was remembered; empty annotations go as well, as with kustomize's own. */
function withoutTraces({ object, file, line }: Resource): ManifestObject {
  const { metadata } = object;
  if (Object.keys(metadata.annotations ?? {}).length === 0) delete metadata.annotations;
  return { object, file, line };
}
