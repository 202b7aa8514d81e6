import { execa } from 'execa';
import { inputError } from '../errors.ts';
import type { NeedsKustomize } from './needs-kustomize.ts';

/** Commands that render a kustomization, in order of preference. */
const COMMANDS: readonly [string, ...string[]][] = [
  ['kubectl', 'kustomize'],
  ['oc', 'kustomize'],
  ['kustomize', 'build'],
];

const MAX_OUTPUT_BYTES = 256 * 1024 * 1024;

/**
 * What the real kustomize makes of a directory.
 * @param reason why it is needed, for the error
 * @throws {UserError} `kustomize-missing` without any such command, `kustomize-failed` with its words
 */
export async function kustomizeBuild(directory: string, reason: NeedsKustomize): Promise<string> {
  for (const [command, ...args] of COMMANDS) {
    const result = await execa(command, [...args, directory], {
      reject: false,
      maxBuffer: MAX_OUTPUT_BYTES,
    });
    if (result.failed && result.code === 'ENOENT') continue;
    if (!result.failed) return result.stdout;
    throw inputError({
      code: 'kustomize-failed',
      message: `${command} kustomize failed: ${result.stderr.trim() || result.shortMessage}`,
      hint: 'correct the kustomization',
      at: { file: directory },
    });
  }
  throw inputError({
    code: 'kustomize-missing',
    message: `uses ${reason.features.join(', ')}, which takes kustomize, and none of kubectl, oc and kustomize is here`,
    hint: 'install one of them, or render the directory when you build the image',
    at: { file: reason.file },
  });
}
