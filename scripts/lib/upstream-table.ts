import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { EXIT, UserError, inputError } from '../../src/errors.ts';
import { checkShape } from '../../src/manifest/check-shape.ts';
import { parseYaml } from '../../src/manifest/yaml.ts';

/** The folder of the components that the project ships. */
export const COMPONENTS: string = path.resolve(import.meta.dirname, '../../manifests.d');

const TABLE = path.join(COMPONENTS, 'upstream.yaml');

const below = z
  .string()
  .regex(/^[\w.-]+(?:\/[\w.-]+)*$/, 'expected a path below the folder of upstream inputs')
  .refine((text) => !text.split('/').includes('..'), 'expected a path without ..');

const tableSchema = z.record(
  z.string(),
  z.strictObject({
    sources: z.record(z.string(), below),
    images: z.record(z.string(), z.string()).default({}),
  }),
);

/** Where each component's sources lie below the folder of upstream inputs, by the component's folder. */
export type UpstreamTable = z.output<typeof tableSchema>;

/**
 * Reads manifests.d/upstream.yaml.
 * @throws {UserError} `upstream-table-invalid`
 */
export async function readUpstreamTable(): Promise<UpstreamTable> {
  const [document] = parseYaml(await readFile(TABLE, 'utf8'), TABLE);
  return checkShape(tableSchema, document?.value ?? {}, {
    file: TABLE,
    lineOf: document?.lineOf ?? (() => 1),
    code: 'upstream-table-invalid',
    hint: 'write it as the other entries',
  });
}

/**
 * The flags of rebase that give a component its sources from local inputs, and what these leave open.
 * @param upstream the folder of upstream inputs
 * @param given the flags that a person gave: what they name is left out
 * @throws {UserError} `component-unknown`; `upstream-missing` for each input that is not there
 */
export async function upstreamFlags(
  component: string,
  {
    upstream,
    given,
    exists,
  }: { upstream: string; given: readonly string[]; exists: (path: string) => boolean },
): Promise<string[]> {
  const table = await readUpstreamTable();
  const entry = Object.hasOwn(table, component) ? table[component] : undefined;
  if (entry === undefined) {
    throw inputError({
      code: 'component-unknown',
      message: `there is no component ${JSON.stringify(component)}`,
      hint: `give one of ${Object.keys(table).join(', ')}; a new one gets an entry in this file`,
      at: { file: TABLE },
    });
  }
  const sources = without(entry.sources, namesOf('--source', given)).map(
    ([name, place]) => [name, path.join(upstream, place)] as const,
  );
  const missing = sources.filter(([, file]) => !exists(file));
  if (missing.length > 0) {
    throw new UserError(
      EXIT.usage,
      missing.map(([name, file]) => ({
        code: 'upstream-missing',
        message: `no such file or directory, and the source ${name} is taken from there`,
        hint: 'set MICROSHIFT_OPTIONAL_UPSTREAM to the folder that has it, or give --source',
        at: { file },
      })),
    );
  }
  const images = without(entry.images, namesOf('--image', given));
  return [
    ...sources.map(([name, file]) => `--source=${name}=${file}`),
    ...images.map(([key, reference]) => `--image=${key}=${reference}`),
  ];
}

/** The names that `--flag NAME=VALUE` and `--flag=NAME=VALUE` set. */
function namesOf(flag: string, given: readonly string[]): Set<string> {
  const values = given.flatMap((word, index) => {
    if (word.startsWith(`${flag}=`)) return [word.slice(flag.length + 1)];
    return given[index - 1] === flag ? [word] : [];
  });
  return new Set(values.map((value) => value.split('=')[0] ?? ''));
}

function without(
  record: Readonly<Record<string, string>>,
  names: ReadonlySet<string>,
): [string, string][] {
  return Object.entries(record).filter(([name]) => !names.has(name));
}
