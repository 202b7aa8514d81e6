import { access, constants, mkdir, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { UserError, inputError, throwIfAny } from '../errors.ts';
import type { Problem } from '../errors.ts';
import { isJsonObject, listAt, textAt } from '../manifest/json.ts';
import type { Json } from '../manifest/json.ts';
import type { ManifestObject } from '../manifest/object.ts';
import { readManifests } from '../manifest/read-manifests.ts';
import { parseYaml } from '../manifest/yaml.ts';
import { withPrivateDirectory } from '../source/private-directory.ts';
import { kustomizationIn, shownPath, textOf } from '../source/source-files.ts';
import type { SourceFiles } from '../source/source-files.ts';
import { REMOTE } from './kustomization-files.ts';
import { COMMANDS, kustomizeBuild } from './kustomize-build.ts';
import { NeedsKustomize } from './needs-kustomize.ts';
import { renderKustomization } from './render-kustomization.ts';

/**
 * The objects of a kustomization in a source: rendered from the files as they were read and hashed, in a private
 * directory, so that nothing beside the source can come in; nor anything from the network.
 * @param folder of the kustomization, `''` for the source's root
 * @throws {UserError} `kustomization-not-a-directory`, `kustomization-remote`, `kustomization-chart`, and what rendering throws
 */
export async function renderSource(source: SourceFiles, folder: string): Promise<ManifestObject[]> {
  if (source.files.some((file) => file.path === '')) {
    throw inputError({
      code: 'kustomization-not-a-directory',
      message: 'is one file, but a kustomization is a directory',
      hint: 'give the directory that holds the kustomization.yaml and all that it names',
      at: { file: source.ref },
    });
  }
  throwIfAny(remoteProblems(source, folder));
  const prefix = path.join(tmpdir(), 'microshift-optional-kustomization-');
  return withPrivateDirectory(prefix, async (directory) => {
    const root = path.join(directory, 'source');
    for (const file of source.files) {
      const target = path.join(root, file.path);
      await mkdir(path.dirname(target), { recursive: true });
      await writeFile(target, file.bytes);
    }
    const shown = (text: string): string => text.replaceAll(root, source.ref.replace(/\/+$/, ''));
    try {
      const objects = await render(path.join(root, folder), directory);
      return objects.map((each) => ({ ...each, file: shown(each.file) }));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      throw new UserError(
        error.exit,
        error.problems.map((problem) => withShown(problem, shown)),
        {
          cause: error,
        },
      );
    }
  });
}

async function render(directory: string, home: string): Promise<ManifestObject[]> {
  try {
    return await renderKustomization(directory);
  } catch (error) {
    if (!(error instanceof NeedsKustomize)) throw error;
    return readManifests(await kustomizeBuild(directory, error, await offline(home)), directory);
  }
}

/**
 * An environment in which kustomize cannot fetch what {@link remoteProblems} does not see: without git, which it
 * runs for repositories, and with a proxy that is none.
 */
async function offline(home: string): Promise<NodeJS.ProcessEnv> {
  const bin = path.join(home, 'bin');
  await mkdir(bin);
  for (const [command] of COMMANDS) {
    const found = await findProgram(command);
    if (found !== undefined) await symlink(found, path.join(bin, command));
  }
  const nowhere = 'http://127.0.0.1:9';
  return { PATH: bin, HOME: home, HTTPS_PROXY: nowhere, HTTP_PROXY: nowhere };
}

async function findProgram(name: string): Promise<string | undefined> {
  for (const folder of (process.env.PATH ?? '').split(path.delimiter).filter(path.isAbsolute)) {
    const file = path.join(folder, name);
    const isThere = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return file;
  }
  return undefined;
}

/** Fields in which kustomizations name files, directories and what lies elsewhere, and what reads the names. */
const NAMING = new Map<string, (value: Json) => string[]>([
  ['resources', namesIn],
  ['bases', namesIn],
  ['components', namesIn],
  ['crds', namesIn],
  ['configurations', namesIn],
  ['generators', namesIn],
  ['transformers', namesIn],
  ['validators', namesIn],
  ['patches', namesIn],
  ['patchesStrategicMerge', namesIn],
  ['patchesJson6902', namesIn],
  ['replacements', namesIn],
  ['openapi', namesIn],
  ['configMapGenerator', fetchedIn],
  ['secretGenerator', fetchedIn],
]);

/** What the kustomization of a folder, and those that it leads to, name elsewhere. */
function remoteProblems(source: SourceFiles, start: string): Problem[] {
  const problems: Problem[] = [];
  const folders = [start];
  // Grows on the way.
  for (const folder of folders) {
    const file = kustomizationIn(source, folder);
    if (file === undefined) {
      if (folder === start) throw missing(source, start);
      continue;
    }
    const shown = shownPath(source, file.path);
    const document = parseYaml(textOf(file, shown), shown)[0];
    const value = isJsonObject(document?.value) ? document.value : {};
    for (const field of ['helmCharts', 'helmChartInflationGenerator']) {
      if (value[field] === undefined) continue;
      problems.push({
        code: 'kustomization-chart',
        message: 'has kustomize fetch and render a chart',
        hint: 'remove it, and make the chart a source of its own, of the kind HelmChart',
        at: { file: shown, line: document?.lineOf([field]) ?? 1, field },
      });
    }
    for (const [field, read] of NAMING) {
      for (const name of read(value[field] ?? null)) {
        const target = path.posix.join(folder, name).replace(/\/$/, '');
        const isHeld = source.files.some(
          (each) => each.path === target || each.path.startsWith(`${target}/`),
        );
        if (isHeld && !folders.includes(target)) folders.push(target);
        if (isHeld || !REMOTE.test(name)) continue;
        problems.push({
          code: 'kustomization-remote',
          message: `names ${JSON.stringify(name.slice(0, 200))}, which lies elsewhere: it could change without notice`,
          hint: 'copy it into the source, or make it a source of its own',
          at: { file: shown, line: document?.lineOf([field]) ?? 1, field },
        });
      }
    }
  }
  return problems;
}

function missing(source: SourceFiles, folder: string): UserError {
  return inputError({
    code: 'kustomization-missing',
    message: `holds no kustomization.yaml${folder === '' ? '' : ` in ${folder}`}`,
    hint: "give the directory that holds it, and the path below it in the source's field path",
    at: { file: source.ref },
  });
}

/** The names in a field: its texts, and what entries have under `path`; others hold YAML of their own. */
function namesIn(value: Json): string[] {
  if (Array.isArray(value)) return value.flatMap(namesIn);
  if (isJsonObject(value)) return namesIn(value.path ?? null);
  return typeof value === 'string' && !value.includes('\n') ? [value] : [];
}

/** What kustomize would fetch for generators: files, which may have a key before them, and lists of variables. */
function fetchedIn(entries: Json): string[] {
  return listAt(entries, [])
    .flatMap((entry) => [
      ...listAt(entry, ['files']).map((file) => textAt(file, []).replace(/^[^=/]*=/, '')),
      ...listAt(entry, ['envs']).map((file) => textAt(file, [])),
      textAt(entry, ['env']),
    ])
    .filter((name) => /^https?:/i.test(name));
}

function withShown(problem: Problem, shown: (text: string) => string): Problem {
  const { at, message } = problem;
  return {
    ...problem,
    message: shown(message),
    ...(at?.file === undefined ? {} : { at: { ...at, file: shown(at.file) } }),
  };
}
