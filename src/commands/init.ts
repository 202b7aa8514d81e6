import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { readBundle } from '../bundle/read-bundle.ts';
import { assemble } from '../component/assemble.ts';
import { convertSource } from '../component/load-sources.ts';
import type { LoadedSource } from '../component/loaded-source.ts';
import { placeObjects } from '../component/place-objects.ts';
import { parseComponent } from '../component/read-component.ts';
import type { Component } from '../component/read-component.ts';
import { counted } from '../counted.ts';
import { UserError, inputError } from '../errors.ts';
import type { Problem } from '../errors.ts';
import type { Finding } from '../findings.ts';
import { numberedDirectory, packageName } from '../inspect/draft.ts';
import type { Draft } from '../inspect/draft.ts';
import { formatComponent } from '../inspect/format-component.ts';
import { lacksNamespace, placementOf } from '../inspect/placement.ts';
import { readAnySource } from '../inspect/read-any-source.ts';
import { sourceKind } from '../inspect/source-kind.ts';
import { suggest } from '../inspect/suggest.ts';
import { DNS_LABEL } from '../manifest/names.ts';
import { formatYaml } from '../manifest/yaml.ts';
import { readManifests } from '../manifest/read-manifests.ts';
import { shellWord } from '../shell-word.ts';
import { renderSource } from '../kustomize/render-source.ts';
import { selectManifests } from '../source/select-manifests.ts';
import { refInFile } from '../source/local-ref.ts';
import type { SourceFiles } from '../source/source-files.ts';

export type InitOptions = {
  name: string;
  ref: string;
  /** The component's directory; by default one of its own in `manifests.d`. */
  out: string | undefined;
};

/** What there is to say of a new component. */
export type InitResult = {
  output: string;
  /** What is to be known of the source. */
  notes: readonly Finding[];
  /** What rebase will refuse until it is settled. */
  problems: readonly Problem[];
};

/** Problems that a field of component.yaml solves: it has to be there for that. */
const SOLVED_BY_FIELDS = new Set(['chart-failed', 'chart-random', 'bundle-unsupported']);
const NAMESPACE_FILE = 'namespace.yaml';

/**
 * Inspects a source and writes the first component.yaml of a new component, with suggestions; the directory appears
 * complete or not at all.
 * @throws {UserError} `component-name`, `component-exists`, and what is wrong with the source
 */
export async function init({ name, ref, out }: InitOptions): Promise<InitResult> {
  checkName(name);
  // An unset variable of a shell, which path.resolve would take for the current directory.
  if (out === '') throw exists('--out', 'names no directory');
  const directory = path.resolve(out ?? (await newDirectory('manifests.d', name)));
  const shown = path.relative('', directory) || '.';
  await checkAbsent(directory, shown);
  const base = path.basename(directory);
  const named = /^\d{3}-/.test(base) && DNS_LABEL.test(base);
  const files = await readAnySource(name, ref);
  const draft = await draftOf(
    { name, directory: named ? base : numberedDirectory(name, []), place: directory },
    files,
  );

  const file = path.join(shown, 'component.yaml');
  const { source, problems: failures } = await convert(draft, files, file);
  const { version, objects = [], findings: notes = [] } = source ?? {};
  const { namespace } = draft;
  const isLacking =
    namespace !== undefined && hasNamespaced(draft, objects) && lacksNamespace(objects, namespace);
  const whole = { ...draft, manifests: isLacking ? [NAMESPACE_FILE] : [] };
  const suggestions = suggest({ objects, kind: draft.source.kind });
  const texts = new Map([['component.yaml', formatComponent(whole, suggestions)]]);
  if (isLacking) texts.set(NAMESPACE_FILE, formatYaml(namespaceObject(namespace)));

  const component = componentOf(texts, file);
  const problems = source === undefined ? failures : refused(component, source);
  await writeWhole(directory, shown, texts);
  const what = [draft.source.kind, ...(version === undefined ? [] : [version])].join(' ');
  return {
    output:
      `${file}: ${what}, ${counted(objects.length, 'object')}, ${counted(suggestions.length, 'suggestion')}\n` +
      `next: microshift-optional rebase ${shellWord(shown)} --out release\n`,
    notes,
    problems,
  };
}

function checkName(name: string): void {
  // The directory is the longest of the names that are made of it.
  if (DNS_LABEL.test(name) && DNS_LABEL.test(`000-${packageName(name)}`)) return;
  throw inputError({
    code: 'component-name',
    message: `${JSON.stringify(name)} is no name for a component`,
    hint: 'give a short one of a-z, 0-9 and -: it is part of the names of a package and a directory',
  });
}

async function newDirectory(parent: string, name: string): Promise<string> {
  const others = await readdir(parent).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const same = others.find((other) => other.slice(3) === `-${packageName(name)}`);
  return path.join(parent, same ?? numberedDirectory(name, others));
}

async function checkAbsent(directory: string, shown: string): Promise<void> {
  const entries = await readdir(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    if (error.code === 'ENOTDIR') throw exists(shown);
    throw error;
  });
  if (entries.length > 0) throw exists(shown);
}

function exists(shown: string, message = 'is there already, and is not overwritten'): UserError {
  return inputError({
    code: 'component-exists',
    message,
    hint: 'give another NAME, or --out with a directory that is absent or empty',
    at: { file: shown },
  });
}

/** @param place the directory in which component.yaml will be */
async function draftOf(
  { name, directory, place }: { name: string; directory: string; place: string },
  files: SourceFiles,
): Promise<Draft> {
  const kind = sourceKind(files);
  const ref = refInFile(place, files.ref);
  const draft = { name, directory, source: { kind, ref }, manifests: [] };
  switch (kind) {
    case 'HelmChart':
      return { ...draft, namespace: name };
    case 'RegistryV1Bundle':
      return { ...draft, namespace: readBundle(files).csv.suggestedNamespace ?? name };
    case 'Manifests':
    case 'Kustomization': {
      const manifests =
        kind === 'Manifests' ? selectManifests(files, undefined) : await renderSource(files, '');
      const objects = manifests.map(({ object }) => object);
      const { namespace, isOpen } = placementOf(objects, name);
      const source = { ...draft.source, ...(isOpen && namespace ? { namespace } : {}) };
      return { ...draft, source, namespace };
    }
  }
}

/** A chart of nothing but cluster-scoped objects is rendered for a namespace that nothing is in. */
function hasNamespaced({ namespace }: Draft, objects: LoadedSource['objects']): boolean {
  return objects.some(({ metadata }) => metadata.namespace === namespace);
}

async function convert(
  draft: Draft,
  files: SourceFiles,
  file: string,
): Promise<{ source: LoadedSource | undefined; problems: readonly Problem[] }> {
  const component = componentOf(new Map([['component.yaml', formatComponent(draft, [])]]), file);
  const [wanted] = component.sources;
  if (wanted === undefined) throw new Error('a draft has one source');
  try {
    const [source] = placeObjects(component, [await convertSource(component, wanted, files)]);
    return { source, problems: [] };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    if (!error.problems.every(({ code }) => SOLVED_BY_FIELDS.has(code))) throw error;
    return { source: undefined, problems: error.problems };
  }
}

/** The component that the texts are, as it is read from files. */
function componentOf(texts: ReadonlyMap<string, string>, file: string): Component {
  const { metadata, spec, lineOf } = parseComponent(texts.get('component.yaml') ?? '', file);
  const manifests = [...texts]
    .filter(([name]) => name !== 'component.yaml')
    .flatMap(([name, text]) => readManifests(text, path.join(path.dirname(file), name)))
    .map((manifest) => ({ ...manifest, follow: [] }));
  const sources = spec.sources.filter((source) => source.kind !== 'Shared');
  return { file, lineOf, name: metadata.name, spec, sources, manifests, adopted: [] };
}

/** What rebase does not take as it is. */
function refused(component: Component, source: LoadedSource): readonly Problem[] {
  try {
    assemble(component, [source], new Map());
    return [];
  } catch (error) {
    if (error instanceof UserError) return error.problems;
    throw error;
  }
}

function namespaceObject(name: string): object {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
}

async function writeWhole(
  directory: string,
  shown: string,
  texts: ReadonlyMap<string, string>,
): Promise<void> {
  const parent = path.dirname(directory);
  await mkdir(parent, { recursive: true });
  const staging = await mkdtemp(path.join(parent, `.${path.basename(directory)}-`));
  try {
    const made = path.join(staging, 'made');
    await mkdir(made);
    for (const [name, text] of texts) await writeFile(path.join(made, name), text);
    // Another one may have come meanwhile: only an empty directory gives way.
    await rename(made, directory).catch((error: NodeJS.ErrnoException) => {
      throw ['ENOTEMPTY', 'EEXIST', 'ENOTDIR'].includes(error.code ?? '') ? exists(shown) : error;
    });
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}
