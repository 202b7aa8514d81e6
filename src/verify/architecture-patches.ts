import * as z from 'zod';
import { throwIfAny } from '../errors.ts';
import { applyPatches } from '../component/apply-patches.ts';
import { checkShape } from '../manifest/check-shape.ts';
import type { Json } from '../manifest/json.ts';
import type { KubernetesObject } from '../manifest/object.ts';
import { parseYaml } from '../manifest/yaml.ts';

const replacements = z.array(
  z.strictObject({
    op: z.literal('replace'),
    path: z.string(),
    value: z.custom<Json>((value) => value !== undefined, 'expected a value'),
  }),
);

const patchesSchema = z.strictObject({
  patches: z.array(
    z.strictObject({
      target: z.strictObject({
        group: z.string().default(''),
        version: z.string(),
        kind: z.string(),
        namespace: z.string().default(''),
        name: z.string(),
      }),
      patch: z.string(),
    }),
  ),
});

/**
 * The objects as they are on an architecture: what kustomize makes of them with the text that
 * {@link formatArchitecturePatches} has written.
 * @throws {UserError} `architecture-patches-invalid`, where it does anything but replace values
 */
export function applyArchitecturePatches(
  text: string,
  file: string,
  objects: readonly KubernetesObject[],
): readonly KubernetesObject[] {
  const code = 'architecture-patches-invalid';
  const hint = 'run microshift-optional rebase again';
  const [document] = parseYaml(text, file);
  if (document === undefined) return objects;
  const { lineOf } = document;
  const { patches } = checkShape(patchesSchema, document.value, { file, lineOf, code, hint });
  const parsed = patches.map(({ target, patch }, index) => {
    const line = lineOf(['patches', index]);
    const operations = checkShape(replacements, parseYaml(patch, file)[0]?.value, {
      file,
      lineOf: () => line,
      code,
      hint,
    });
    const { group, kind } = target;
    const [namespace, name] = [plain(target.namespace), plain(target.name)];
    return { target: { group, kind, namespace, name }, operations };
  });
  const patched = applyPatches(objects, parsed);
  throwIfAny(patched.problems.map(({ message }) => ({ code, message, hint, at: { file } })));
  return patched.objects;
}

/** The name that a target's regular expression stands for. */
function plain(expression: string): string {
  return expression.replaceAll(/\\(.)/g, '$1');
}
