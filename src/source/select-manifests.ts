import path from 'node:path';
import { inputError, throwIfAny } from '../errors.ts';
import type { Problem } from '../errors.ts';
import { readKustomization } from '../manifest/kustomization.ts';
import { isCrd } from '../manifest/crd.ts';
import { displayObject } from '../manifest/display.ts';
import { objectId } from '../manifest/object.ts';
import type { ManifestObject } from '../manifest/object.ts';
import { readManifests } from '../manifest/read-manifests.ts';
import type { SourceFile, SourceFiles } from './source-files.ts';
import { kustomizationIn, shownPath, textOf } from './source-files.ts';

const VERSION = /^v?\d[\w.+-]{0,63}$/;
const MANIFEST_NAME = /\.(?:ya?ml|json)$/;

/**
 * The objects of a source of plain manifests: those of the file, or of what the directory's
 * kustomization lists, or of every manifest in the directory (not below it).
 *
 * A `channel` chooses the subdirectory of that name where there is one, and then checks that no CRD
 * says it is of another channel (an annotation `<domain>/channel`, as the Gateway API has it).
 * @throws {UserError} `source-empty`, `source-channel`, and what is wrong with the manifests
 */
export function selectManifests(
  source: SourceFiles,
  channel: string | undefined,
): ManifestObject[] {
  const files = isSingleFile(source) ? source.files : filesOf(source, startFolder(source, channel));
  const objects = files.flatMap((file) => {
    const name = shownPath(source, file.path);
    return readManifests(textOf(file, name), name);
  });
  if (objects.length === 0) {
    throw inputError({
      code: 'source-empty',
      message: 'holds no manifests',
      hint: 'give a manifest, or a directory of manifests or with a kustomization.yaml',
      at: { file: source.ref },
    });
  }
  const problems = channel === undefined ? [] : channelProblems(objects, channel);
  throwIfAny(problems);
  return objects;
}

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/ */
const VERSION_LABEL = 'app.kubernetes.io/version';

/**
 * The version that the objects say they are of: their annotation `<domain>/bundle-version`, which stands for all of
 * them, else the label of the application; where all that have one agree.
 */
export function manifestsVersion(objects: readonly ManifestObject[]): string | undefined {
  const bundles = new Set(objects.flatMap((object) => annotationValues(object, '/bundle-version')));
  const labels = objects.flatMap(({ object }) => object.metadata.labels?.[VERSION_LABEL] ?? []);
  const versions = bundles.size > 0 ? bundles : new Set(labels);
  const [version = ''] = versions;
  return versions.size === 1 && VERSION.test(version) ? version : undefined;
}

function isSingleFile({ files }: SourceFiles): boolean {
  return files.length === 1 && files[0]?.path === '';
}

function startFolder({ files }: SourceFiles, channel: string | undefined): string {
  return channel !== undefined && files.some((file) => file.path.startsWith(`${channel}/`))
    ? channel
    : '.';
}

/** @param parents the folders whose kustomizations led here */
function filesOf(
  source: SourceFiles,
  folder: string,
  parents: readonly string[] = [],
): SourceFile[] {
  const kustomization = kustomizationIn(source, folder);
  return kustomization === undefined
    ? source.files.filter(
        (file) => path.posix.dirname(file.path) === folder && MANIFEST_NAME.test(file.path),
      )
    : listedFiles(source, folder, kustomization, parents);
}

function listedFiles(
  source: SourceFiles,
  folder: string,
  file: SourceFile,
  parents: readonly string[],
): SourceFile[] {
  const name = shownPath(source, file.path);
  if (parents.includes(folder)) {
    throw inputError({
      code: 'source-cycle',
      message: 'is among its own resources',
      hint: 'remove it from one of the kustomizations',
      at: { file: name },
    });
  }
  const { resources, otherFields } = readKustomization(textOf(file, name), name);
  if (otherFields.length > 0) {
    throw inputError({
      code: 'source-unsupported',
      message: `of a kustomization, Manifests reads the resources alone, not ${otherFields.join(', ')}`,
      hint: 'make it a source of the kind Kustomization',
      at: { file: name },
    });
  }
  return resources.flatMap((resource) => {
    const target = path.posix.normalize(path.posix.join(folder, resource)).replace(/\/$/, '');
    const listed = source.files.find((each) => each.path === target);
    if (listed !== undefined) return [listed];
    if (source.files.some((each) => each.path.startsWith(`${target}/`))) {
      return filesOf(source, target, [...parents, folder]);
    }
    throw inputError({
      code: 'source-resource-missing',
      message: `names ${resource}, which the source does not hold`,
      hint: 'give a complete copy of the source',
      at: { file: name, field: 'resources' },
    });
  });
}

function channelProblems(objects: readonly ManifestObject[], channel: string): Problem[] {
  return objects.flatMap((each) => {
    // What stands beside the CRDs may be the same in every channel, and say that of one.
    if (!isCrd(each.object)) return [];
    const other = annotationValues(each, '/channel').find((value) => value !== channel);
    if (other === undefined) return [];
    return [
      {
        code: 'source-channel',
        message: `is of the channel ${other}, but the component takes ${channel}`,
        hint: `give the source's ${channel} manifests, or change the channel in component.yaml`,
        at: { file: each.file, line: each.line, object: displayObject(objectId(each.object)) },
      },
    ];
  });
}

function annotationValues({ object }: ManifestObject, suffix: string): string[] {
  return Object.entries(object.metadata.annotations ?? {})
    .filter(([key]) => key.endsWith(suffix))
    .map(([, value]) => value);
}
