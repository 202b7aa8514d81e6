import { isJsonObject } from './json.ts';
import { inputError } from '../errors.ts';
import { formatYaml, parseYaml } from './yaml.ts';

export type Kustomization = {
  /** Files and directories, relative to the kustomization's own directory. */
  resources: string[];
  /** Other fields that change the result, which are left to the real kustomize. */
  otherFields: string[];
};

const NEUTRAL_FIELDS = new Set(['apiVersion', 'kind', 'metadata', 'resources']);

/**
 * Reads a kustomization.
 * @throws {UserError} `kustomization-invalid`, with the line
 */
export function readKustomization(text: string, file: string): Kustomization {
  const [document] = parseYaml(text, file);
  const value = document?.value ?? {};
  const resources = isJsonObject(value) ? (value.resources ?? []) : undefined;
  if (
    !isJsonObject(value) ||
    !Array.isArray(resources) ||
    !resources.every((entry): entry is string => typeof entry === 'string')
  ) {
    throw inputError({
      code: 'kustomization-invalid',
      message: 'expected a kustomization whose resources are a list of paths',
      hint: 'see https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/',
      at: { file, line: document?.lineOf(['resources']) ?? 1, field: 'resources' },
    });
  }
  const otherFields = Object.keys(value).filter((field) => !NEUTRAL_FIELDS.has(field));
  return { resources, otherFields };
}

/** The text of a kustomization.yaml that lists `resources` and does nothing else. */
export function formatKustomization(resources: readonly string[]): string {
  return formatYaml({
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    resources: [...resources],
  });
}
