import { formatKustomization } from '../manifest/kustomization.ts';
import type { KubernetesObject } from '../manifest/object.ts';
import { fileNames } from '../tree/file-names.ts';
import { formatCommented, formatParagraphs } from './commented-object.ts';
import type { CommentedObject } from './commented-object.ts';
import type { Exposed } from './expose.ts';

const KUSTOMIZATION_FILE = 'kustomization.yaml';

/** Each object under the name of the file that it is written to, in their order. */
export function nameObjects(objects: readonly CommentedObject[]): Map<string, CommentedObject> {
  const names = fileNames(objects.map(({ object }) => object));
  return new Map(objects.map((each) => [fileNameOf(names, each.object), each]));
}

function fileNameOf(
  names: ReadonlyMap<KubernetesObject, string>,
  object: KubernetesObject,
): string {
  return names.get(object) ?? '';
}

/**
 * The files of a directory that MicroShift applies, by name: the kustomization first.
 * @param remarks paragraphs above the kustomization, beside what it is for
 */
export function formatDirectory(
  { objects, others }: Exposed,
  remarks: readonly string[],
): Map<string, string> {
  const named = nameObjects(objects);
  const head = formatParagraphs([
    'Written by microshift-optional expose, for a directory of /etc/microshift/manifests.d. Files that it wrote ' +
      'and nobody has edited are replaced when it runs again; an edited one stops it.',
    ...remarks,
  ]);
  return new Map([
    [KUSTOMIZATION_FILE, `${head}${formatKustomization([...named.keys()])}`],
    ...[...named].map(([file, object]): [string, string] => [file, formatCommented(object)]),
    ...others,
  ]);
}

/** The objects as one stream of YAML, under `remarks`. */
export function formatStream({ objects }: Exposed, remarks: readonly string[]): string {
  const head = remarks.length === 0 ? '' : `${formatParagraphs(remarks)}---\n`;
  return `${head}${objects.map(formatCommented).join('---\n')}`;
}
