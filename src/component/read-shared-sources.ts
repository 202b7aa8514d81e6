import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { inputError } from '../errors.ts';
import { checkShape } from '../manifest/check-shape.ts';
import { parseYaml } from '../manifest/yaml.ts';
import type { ComponentFile } from './component-schema.ts';
import { refFrom } from '../source/local-ref.ts';
import { sharedSourceSchema } from './source-schema.ts';
import type { ComponentSource, SharedSource } from './source-schema.ts';

/**
 * The sources of a component, with what stands in the files that it shares with others; their relative paths count
 * from the file in which they stand.
 * @param directory the component's, in or above which these files lie
 * @throws {UserError} `shared-source-missing`, `shared-source-invalid` with every wrong field and its line
 */
export async function readSharedSources(
  directory: string,
  sources: ComponentFile['spec']['sources'],
): Promise<ComponentSource[]> {
  const read: ComponentSource[] = [];
  for (const source of sources) {
    if (source.kind !== 'Shared') {
      read.push({ ...source, ref: refFrom(directory, source.ref) });
      continue;
    }
    const file = path.join(directory, source.file);
    const shared = await readSharedSource(file);
    const common = { name: source.name, ref: refFrom(path.dirname(file), shared.ref) };
    read.push(
      shared.kind === 'HelmChart'
        ? { ...shared, valuesFiles: [], ...common }
        : { ...shared, ...common },
    );
  }
  return read;
}

async function readSharedSource(file: string): Promise<SharedSource> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    const message =
      error.code === 'ENOENT' ? 'no such file, but component.yaml names it' : error.message;
    const hint = 'write it, or give the source in component.yaml itself';
    throw inputError(
      { code: 'shared-source-missing', message, hint, at: { file } },
      { cause: error },
    );
  });
  const code = 'shared-source-invalid';
  const hint = 'see docs/components.md for the fields of a SharedSource';
  const [document, second] = parseYaml(text, file);
  if (document === undefined || second !== undefined) {
    const message = 'expected one YAML document';
    throw inputError({ code, message, hint, at: { file, line: second?.line ?? 1 } });
  }
  const { value, lineOf } = document;
  return checkShape(sharedSourceSchema, value, { file, lineOf, code, hint }).spec;
}
