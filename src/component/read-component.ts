import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { UserError, inputError, throwIfAny } from '../errors.ts';
import type { Problem } from '../errors.ts';
import { checkShape } from '../manifest/check-shape.ts';
import type { ManifestObject, ObjectId } from '../manifest/object.ts';
import { readManifests } from '../manifest/read-manifests.ts';
import { parseYaml } from '../manifest/yaml.ts';
import { componentSchema } from './component-schema.ts';
import type { ComponentFile } from './component-schema.ts';
import { readAdopted } from './read-adopted.ts';
import { readSharedSources } from './read-shared-sources.ts';
import type { ComponentSource } from './source-schema.ts';

/** A component directory: its component.yaml and the hand-written manifests that it names. */
export type Component = {
  file: string;
  /** The line of `component.yaml` where the value at a path stands. */
  lineOf: (path: readonly (string | number)[]) => number;
  name: string;
  spec: Omit<ComponentFile['spec'], 'sources'>;
  /** In the order of component.yaml, with what it shares with other components. */
  sources: ComponentSource[];
  manifests: HandWritten[];
  /** What another package of the same name may have applied to a device. */
  adopted: ObjectId[];
};

/** A hand-written object, and the fields of it that follow its CRD. */
export type HandWritten = ManifestObject & { follow: readonly string[] };

/**
 * Reads `DIR/component.yaml`, its manifests, and the sources that it shares with other components.
 * @throws {UserError} `component-missing`, `component-invalid` with every wrong field and its line, and
 * what is wrong with the manifests and shared sources
 */
export async function readComponent(directory: string): Promise<Component> {
  const file = path.join(directory, 'component.yaml');
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw inputError(
      {
        code: 'component-missing',
        message:
          error.code === 'ENOENT'
            ? 'no such file'
            : error.code === 'ENOTDIR'
              ? `${directory} is not a directory`
              : error.message,
        hint: 'give a component directory: one that holds a component.yaml',
        at: { file },
      },
      { cause: error },
    );
  });
  const { metadata, spec, lineOf } = parseComponent(text, file);
  const sources = await readSharedSources(directory, spec.sources);
  return {
    file,
    lineOf,
    name: metadata.name,
    spec,
    sources,
    manifests: await readHandWritten(directory, spec.manifests),
    adopted:
      spec.upgrade.adopts === undefined
        ? []
        : await readAdopted(path.join(directory, spec.upgrade.adopts)),
  };
}

/** Checks the text of a component.yaml. @throws {UserError} as {@link readComponent} */
export function parseComponent(
  text: string,
  file: string,
): ComponentFile & Pick<Component, 'lineOf'> {
  const hint = 'see docs/components.md for the fields of component.yaml';
  const code = 'component-invalid';
  const [document, second] = parseYaml(text, file);
  if (document === undefined || second !== undefined) {
    const message = 'expected one YAML document';
    throw inputError({ code, message, hint, at: { file, line: second?.line ?? 1 } });
  }
  const { value, lineOf } = document;
  return { ...checkShape(componentSchema, value, { file, lineOf, code, hint }), lineOf };
}

async function readHandWritten(
  directory: string,
  entries: ComponentFile['spec']['manifests'],
): Promise<HandWritten[]> {
  const problems: Problem[] = [];
  const manifests: HandWritten[] = [];
  for (const entry of entries) {
    const { file: name, follow } = typeof entry === 'string' ? { file: entry, follow: [] } : entry;
    const file = path.join(directory, name);
    try {
      const objects = readManifests(await readFile(file, 'utf8'), file);
      manifests.push(...objects.map((object) => ({ ...object, follow })));
    } catch (error) {
      problems.push(...problemsOf(error, file));
    }
  }
  throwIfAny(problems);
  return manifests;
}

function problemsOf(error: unknown, file: string): readonly Problem[] {
  if (error instanceof UserError) return error.problems;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === undefined) throw error;
  return [
    {
      code: 'component-manifest-missing',
      message: code === 'ENOENT' ? 'no such file, but component.yaml names it' : message,
      hint: "write the manifest, or remove it from component.yaml's spec.manifests",
      at: { file },
    },
  ];
}
