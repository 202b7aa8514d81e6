import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { inputError } from '../errors.ts';
import { checkShape } from '../manifest/check-shape.ts';
import { DNS_LABEL } from '../manifest/names.ts';
import { formatYaml, parseYaml } from '../manifest/yaml.ts';
import { parseImageReference } from '../manifest/image-reference.ts';

/** What makes a release directory valid: written last, it names the digest of everything else. */
export const LOCK_FILE = 'component.lock.yaml';

const name = z.string().regex(DNS_LABEL, 'expected a DNS label');
const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/, 'expected a sha256 digest');
const filePath = z
  .string()
  .regex(/^[\w.-]+(?:\/[\w.-]+)*$/, 'expected a relative path')
  .refine((text) => !text.split('/').includes('..'), 'expected a path inside the directory');

const reference = z
  .string()
  .refine((text) => parseImageReference(text) !== undefined, 'expected an image reference');
const platformDigests = z.strictObject({ x86_64: digest.optional(), aarch64: digest.optional() });

const origin = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('url'), url: z.string(), sha256: digest }),
  z.strictObject({
    kind: z.literal('image'),
    reference: z.string(),
    digest,
    read: digest,
    platforms: platformDigests,
  }),
  z.strictObject({
    kind: z.literal('layout'),
    digest,
    read: digest,
    platforms: platformDigests,
  }),
]);

const bytes = z.int().nonnegative();
const image = z.strictObject({
  reference,
  /** Whether a device needs it, and so an offline one has to carry it. */
  embedded: z.boolean(),
  because: z.string(),
  /** Where the tree names it. */
  usedBy: z.array(z.string()).default([]),
  /** The references of each architecture's own image, where its registry told them. */
  platforms: z
    .strictObject({ x86_64: reference.optional(), aarch64: reference.optional() })
    .default({}),
  /** What each architecture fetches, compressed. */
  bytes: z.strictObject({ x86_64: bytes.optional(), aarch64: bytes.optional() }).default({}),
});

/** What a chart was rendered with; `values` is the digest of all of them. */
const chart = z.strictObject({
  name: z.string(),
  version: z.string(),
  helm: z.string(),
  release: z.string(),
  namespace: name,
  kubeVersion: z.string(),
  apiVersions: z.array(z.string()),
  values: digest,
});

const lockSchema = z.strictObject({
  apiVersion: z.literal('optional.microshift.io/v1alpha1'),
  kind: z.literal('ComponentLock'),
  metadata: z.strictObject({ name }),
  spec: z.strictObject({
    package: name,
    directory: name,
    version: z.string().regex(/^\d[\w.+-]{0,127}$/, 'expected a version'),
    sources: z.array(
      z.strictObject({
        name,
        kind: z.string(),
        version: z.string().optional(),
        digest,
        origin: origin.optional(),
        chart: chart.optional(),
      }),
    ),
    images: z.record(z.string(), image),
    accepted: z.array(z.string()).default([]),
    files: z.record(filePath, digest),
  }),
});

export type Lock = z.output<typeof lockSchema>['spec'] & { name: string };
export type LockedImage = Lock['images'][string];
export type LockedSource = Lock['sources'][number];

/** The text of a lock: YAML, the same for the same content. */
export function formatLock({ name: component, ...spec }: Lock): string {
  return formatYaml({
    apiVersion: 'optional.microshift.io/v1alpha1',
    kind: 'ComponentLock',
    metadata: { name: component },
    spec: {
      ...spec,
      images: Object.fromEntries(
        Object.entries(spec.images).map(([key, locked]) => [key, withoutEmpty(locked)]),
      ),
    },
  });
}

/** Without the fields that are empty by default: most images have no more than a reference. */
function withoutEmpty({ platforms, bytes: sizes, ...locked }: LockedImage): Partial<LockedImage> {
  return {
    ...locked,
    ...(Object.keys(platforms).length === 0 ? {} : { platforms }),
    ...(Object.keys(sizes).length === 0 ? {} : { bytes: sizes }),
  };
}

/** Reads the lock of a release directory. @throws {UserError} `lock-missing`, `lock-invalid` */
export async function readLock(directory: string): Promise<Lock> {
  const file = path.join(directory, LOCK_FILE);
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw inputError(
      {
        code: 'lock-missing',
        message: error.code === 'ENOENT' ? 'no such file' : error.message,
        hint: 'give a directory that microshift-optional rebase has written',
        at: { file },
      },
      { cause: error },
    );
  });
  const [document] = parseYaml(text, file);
  const { metadata, spec } = checkShape(lockSchema, document?.value, {
    file,
    lineOf: document?.lineOf ?? (() => 1),
    code: 'lock-invalid',
    hint: 'run microshift-optional rebase again',
  });
  return { name: metadata.name, ...spec };
}
