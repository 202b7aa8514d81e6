import path from 'node:path';
import { finding } from '../../findings.ts';
import type { Finding } from '../../findings.ts';
import { readKustomization } from '../../manifest/kustomization.ts';
import { DESCRIPTION_FILE } from '../../tree/description-file.ts';
import { parseDescription } from '../../tree/tree-description.ts';
import { attempt } from '../attempt.ts';
import { isObjectFile, treePath } from '../verified-release.ts';
import type { Check, VerifiedRelease } from '../verified-release.ts';

/**
 * The tree is what `kubectl apply -k` takes: its kustomization lists every file with objects, and does
 * nothing else; its description can be read and is that of the component.
 */
export const checkTreeFiles: Check = (release) => [
  ...kustomizationFindings(release),
  ...descriptionFindings(release),
];

function kustomizationFindings({ directory, lock, files }: VerifiedRelease): Finding[] {
  const tree = treePath(lock);
  const name = `${tree}/kustomization.yaml`;
  const file = path.join(directory, name);
  const text = files.get(name)?.toString();
  if (text === undefined) return [];
  const read = attempt(name, () => readKustomization(text, file));
  if ('findings' in read) return read.findings;
  const { resources, otherFields } = read.value;
  const present = [...files.keys()]
    .filter((each) => path.posix.dirname(each) === tree)
    .map((each) => path.posix.basename(each))
    .filter(isObjectFile);
  const wrong = (subject: string, message: string): Finding =>
    finding('error', `${name}:${subject}`, {
      code: 'kustomization-wrong',
      message,
      hint: 'run microshift-optional rebase again',
      at: { file },
    });
  return [
    ...present
      .filter((each) => !resources.includes(each))
      .map((each) => wrong(each, `does not list ${each}, whose objects would not be applied`)),
    ...resources
      .filter((each) => !present.includes(each))
      .map((each) => wrong(each, `lists ${each}, which is not there`)),
    ...resources
      .filter((each, index) => resources.indexOf(each) !== index)
      .map((each) => wrong(each, `lists ${each} twice`)),
    ...otherFields.map((field) =>
      wrong(field, `has the field ${field}, by which the objects are not those of the files`),
    ),
  ];
}

function descriptionFindings({ directory, lock, files }: VerifiedRelease): Finding[] {
  const name = `${treePath(lock)}/${DESCRIPTION_FILE}`;
  const file = path.join(directory, name);
  const text = files.get(name)?.toString();
  if (text === undefined) return [];
  const read = attempt(name, () => parseDescription(text, file));
  if ('findings' in read) return read.findings;
  if (read.value.name === lock.name && read.value.version === lock.version) return [];
  return [
    finding('error', name, {
      code: 'tree-description-wrong',
      message: `is of ${read.value.name} ${read.value.version ?? 'without a version'}, the lock of ${lock.name} ${lock.version}`,
      hint: 'run microshift-optional rebase again',
      at: { file },
    }),
  ];
}
