import { UserError } from '../errors.ts';
import { DOUBTFUL } from '../manifest/yaml-value.ts';
import { NeedsKustomize } from './needs-kustomize.ts';

/**
 * What `read` gives, unless it only complains of YAML that kustomize makes something else of.
 * @param file what was read
 * @throws {NeedsKustomize} then
 */
export function withoutDoubts<Value>(file: string, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    if (error.problems.some(({ code }) => code !== DOUBTFUL)) throw error;
    const doubts = error.problems.map(({ message, at }) => `${message} (line ${at?.line ?? 1})`);
    throw new NeedsKustomize(file, [...new Set(doubts)]);
  }
}
