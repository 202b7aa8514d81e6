import { readBundle } from '../bundle/read-bundle.ts';
import { convertBundle } from '../bundle/convert-bundle.ts';
import { UserError, inputError, throwIfAny } from '../errors.ts';
import type { Problem } from '../errors.ts';
import { withoutLiveFields } from '../manifest/clean.ts';
import type { KubernetesObject, ObjectId } from '../manifest/object.ts';
import { readSource } from '../source/read-source.ts';
import { manifestsVersion, selectManifests } from '../source/select-manifests.ts';
import { sourceDigest } from '../source/source-files.ts';
import type { SourceFiles } from '../source/source-files.ts';
import type { ComponentSource } from './component-schema.ts';
import type { Component } from './read-component.ts';

/** One source of a component, read and converted. */
export type LoadedSource = {
  name: string;
  kind: ComponentSource['kind'];
  /** Of the content; see {@link sourceDigest}. */
  digest: string;
  version: string | undefined;
  objects: KubernetesObject[];
  dropped: { object: ObjectId; reason: string }[];
  relatedImages: { name: string; image: string }[];
};

/**
 * Reads and converts every source of a component.
 * @param refs REFs by source name, which go before those of component.yaml
 * @throws {UserError} `source-unknown` for a name in `refs` that the component lacks, and whatever is
 * wrong with a source
 */
export async function loadSources(
  component: Component,
  refs: ReadonlyMap<string, string>,
): Promise<LoadedSource[]> {
  const names = component.spec.sources.map(({ name }) => name);
  for (const name of refs.keys()) {
    if (!names.includes(name)) {
      throw inputError({
        code: 'source-unknown',
        message: `--source ${name}: the component has no source of that name`,
        hint: `its sources are: ${names.join(', ')}`,
        at: { file: component.file },
      });
    }
  }
  const loaded: LoadedSource[] = [];
  const problems: Problem[] = [];
  for (const source of component.spec.sources) {
    try {
      const files = await readSource(source.name, refs.get(source.name) ?? source.ref);
      loaded.push(convertSource(component, source, files));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      problems.push(...error.problems);
    }
  }
  throwIfAny(problems);
  return loaded;
}

function convertSource(
  component: Component,
  source: ComponentSource,
  files: SourceFiles,
): LoadedSource {
  const common = { name: source.name, kind: source.kind, digest: sourceDigest(files) };
  switch (source.kind) {
    case 'RegistryV1Bundle': {
      const bundle = readBundle(files);
      const { suggestedNamespace, version, relatedImages } = bundle.csv;
      const namespace = component.spec.namespace ?? suggestedNamespace;
      if (namespace === undefined) throw namespaceMissing(component);
      return { ...common, ...convertBundle(bundle, namespace), version, relatedImages };
    }
    case 'Manifests': {
      const manifests = selectManifests(files, source.channel);
      return {
        ...common,
        version: manifestsVersion(manifests),
        objects: manifests.map(({ object }) => withoutLiveFields(object)),
        dropped: [],
        relatedImages: [],
      };
    }
  }
}

function namespaceMissing(component: Component): Error {
  return inputError({
    code: 'component-namespace',
    message: 'the bundle suggests no namespace, and the component names none',
    hint: 'set spec.namespace',
    at: { file: component.file, field: 'spec.namespace' },
  });
}
