import { readBundle } from '../bundle/read-bundle.ts';
import { convertBundle } from '../bundle/convert-bundle.ts';
import { UserError, inputError, throwIfAny } from '../errors.ts';
import type { Problem } from '../errors.ts';
import { renderSource } from '../kustomize/render-source.ts';
import { withoutLiveFields } from '../manifest/clean.ts';
import { readSource } from '../source/read-source.ts';
import { manifestsVersion, selectManifests } from '../source/select-manifests.ts';
import { sourceDigest } from '../source/source-files.ts';
import type { SourceFiles } from '../source/source-files.ts';
import { kubernetesFinding } from './kubernetes-version.ts';
import type { LoadedSource } from './loaded-source.ts';
import { placeObjects } from './place-objects.ts';
import type { Component } from './read-component.ts';
import type { ComponentSource } from './source-schema.ts';
import { targetNamespaceFindings } from './target-namespaces.ts';

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
  const names = component.sources.map(({ name }) => name);
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
  for (const source of component.sources) {
    try {
      loaded.push(await loadSource(component, source, refs.get(source.name) ?? source.ref));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      problems.push(...error.problems);
    }
  }
  throwIfAny(problems);
  const placed = placeObjects(component, loaded);
  const objects = placed.flatMap((source) => source.objects);
  return placed.map((source, index) => ({
    ...source,
    findings: [...source.findings, ...targetNamespaceFindings(component, index, objects)],
  }));
}

async function loadSource(
  component: Component,
  source: ComponentSource,
  ref: string,
): Promise<LoadedSource> {
  const form = source.kind === 'HelmChart' ? 'chart' : 'manifests';
  return convertSource(component, source, await readSource(source.name, ref, { form }));
}

/**
 * Converts a source that was read; its objects are not yet in the namespace that component.yaml asks for.
 * @param files read in the form of its kind
 * @throws {UserError} whatever is wrong with the source
 */
export async function convertSource(
  component: Component,
  source: ComponentSource,
  files: SourceFiles,
): Promise<LoadedSource> {
  if (source.kind === 'HelmChart') {
    const { convertChart } = await import('./convert-chart.ts');
    return convertChart(component, source, files);
  }
  const { name, kind } = source;
  const common = { name, kind, digest: sourceDigest(files), origin: files.origin };
  switch (source.kind) {
    case 'RegistryV1Bundle': {
      const bundle = readBundle(files);
      const { suggestedNamespace, version, relatedImages, containerImage } = bundle.csv;
      const namespace = component.spec.namespace ?? suggestedNamespace;
      if (namespace === undefined) throw namespaceMissing(component);
      const { targetNamespaces, apiServices } = source;
      const converted = convertBundle(bundle, { namespace, targetNamespaces, apiServices });
      const described =
        containerImage === undefined ? [] : [{ name: 'containerImage', image: containerImage }];
      return {
        ...common,
        ...converted,
        version,
        relatedImages: [...relatedImages, ...described],
        findings: [
          ...converted.findings,
          ...kubernetesFinding(source.name, bundle.csv.minKubeVersion),
        ],
      };
    }
    case 'Manifests':
    case 'Kustomization': {
      const manifests =
        source.kind === 'Manifests'
          ? selectManifests(files, source.channel)
          : await renderSource(files, source.path ?? '');
      return {
        ...common,
        version: manifestsVersion(manifests) ?? source.version,
        objects: manifests.map(({ object }) => withoutLiveFields(object)),
        dropped: [],
        relatedImages: [],
        findings: [],
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
