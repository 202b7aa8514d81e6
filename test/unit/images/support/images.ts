import type { ImageSite } from '../../../../src/images/image-sites.ts';
import { imageSites } from '../../../../src/images/image-sites.ts';
import type { ListedImage } from '../../../../src/images/list-images.ts';
import type { Operand } from '../../../../src/images/operand-schema.ts';
import { operandSchema } from '../../../../src/images/operand-schema.ts';
import type { KubernetesObject } from '../../../../src/manifest/object.ts';
import type { ResolvedImage } from '../../../../src/registry/resolve-image.ts';
import { crd, deployment, object } from '../../support/objects.ts';

/** A digest of which the first characters tell it from others. */
export function digest(start: string): string {
  return `sha256:${start.padEnd(64, '0')}`;
}

/** An operator whose pod names images of its operand for these versions: `r.io/lamp:1.0.0`. */
export function operator(...versions: string[]): KubernetesObject {
  const annotations = Object.fromEntries(
    versions.map((version) => [
      `images.v${version.replaceAll('.', '_')}.lamp`,
      `r.io/lamp:${version}`,
    ]),
  );
  const containers = [{ name: 'manager', image: 'r.io/manager:1' }];
  return deployment('ns/operator', containers, { metadata: { annotations } });
}

/** The custom resource that asks for a version of the operand. */
export function lamp(version?: string): KubernetesObject {
  return object('example.com/v1 Lamp main', { spec: version === undefined ? {} : { version } });
}

/** Its CRD, with a schema of the field that names the version. */
export function lampCrd(version: Record<string, unknown>): KubernetesObject {
  const properties = { spec: { type: 'object', properties: { version } } };
  return crd('Lamp', {
    versions: [{ name: 'v1', schema: { type: 'object', properties } as never }],
  });
}

/** What component.yaml says of it. */
export function lampOperand(fields: object = {}): Operand {
  return operandSchema.parse({
    name: 'lamp',
    object: { group: 'example.com', kind: 'Lamp', name: 'main' },
    version: 'spec.version',
    images: 'images.{version}.',
    ...fields,
  });
}

/** An image of a container of its own. */
export function image(key: string, ref: string, fields: Partial<ListedImage> = {}): ListedImage {
  return { key, ref, sites: sitesOf(key, ref), embedded: true, because: 'a container', ...fields };
}

function sitesOf(key: string, ref: string): ImageSite[] {
  return imageSites([deployment(`ns/${key}`, [{ name: key, image: ref }])]);
}

/** What a registry tells of an image that is there for both architectures. */
export function resolved(start: string, fields: Partial<ResolvedImage> = {}): ResolvedImage {
  return {
    digest: digest(`${start}0`),
    platforms: { x86_64: digest(`${start}1`), aarch64: digest(`${start}2`) },
    bytes: { x86_64: 1000, aarch64: 2000 },
    ...fields,
  };
}
