import type { Operand } from './operand-schema.ts';
import { imageSites } from './image-sites.ts';
import type { RelatedImage } from './override-images.ts';
import { finding } from '../findings.ts';
import type { Finding } from '../findings.ts';
import { displayObject } from '../manifest/display.ts';
import type { KubernetesObject } from '../manifest/object.ts';
import { listImages } from './list-images.ts';
import type { ListedImage } from './list-images.ts';
import { operandVersions } from './operand-versions.ts';
import type { OperandVersion } from './operand-versions.ts';

/** What a component's objects run: every image, and the operands in the versions that they ask for. */
export type Stock = { images: ListedImage[]; operands: OperandVersion[]; findings: Finding[] };

/** Takes stock of the images and operands of a component. */
export function takeStock(
  objects: readonly KubernetesObject[],
  related: readonly RelatedImage[],
  operands: readonly Operand[],
): Stock {
  const sites = imageSites(
    objects,
    related.map(({ image }) => image),
  );
  const annotations = sites.filter(({ kind }) => kind === 'annotation');
  const versions = operandVersions(
    operands,
    objects,
    annotations.map(({ path }) => String(path.at(-1))),
  );
  const { images, findings } = listImages(sites, related, versions);
  const present = new Set(versions.map(({ operand }) => operand));
  const absent = operands.filter((operand) => !present.has(operand));
  return { operands: versions, images, findings: [...findings, ...absent.map(objectMissing)] };
}

/** Without its object nobody knows which version is asked for, and all images seem to be needed. */
function objectMissing({ name, object }: Operand): Finding {
  return finding('error', name, {
    code: 'operand-object-missing',
    message: `${displayObject(object)}, which asks for ${name}, is not among the objects`,
    hint: 'correct spec.operands in component.yaml',
  });
}
