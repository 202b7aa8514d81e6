import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { ExecFileException } from 'node:child_process';
import { inputError } from '../errors.ts';
import type { NeedsKustomize } from './needs-kustomize.ts';

// Not execa, a quarter of the text that a device would read at each boot: this runs one command.
const run = promisify(execFile);

/** Commands that render a kustomization, in order of preference. */
export const COMMANDS: readonly [string, ...string[]][] = [
  ['kubectl', 'kustomize'],
  ['oc', 'kustomize'],
  ['kustomize', 'build'],
];

const MAX_OUTPUT_BYTES = 256 * 1024 * 1024;

/**
 * What the real kustomize makes of a directory.
 * @param reason why it is needed, for the error
 * @param environment of the command, in whose PATH it is looked up
 * @throws {UserError} `kustomize-missing` without any such command, `kustomize-failed` with its words
 */
export async function kustomizeBuild(
  directory: string,
  reason: NeedsKustomize,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  for (const [command, ...args] of COMMANDS) {
    try {
      const options = { maxBuffer: MAX_OUTPUT_BYTES, env: environment };
      return (await run(command, [...args, directory], options)).stdout;
    } catch (error) {
      const { code, stderr, message } = error as ExecFileException & { stderr?: string };
      if (code === 'ENOENT') continue;
      throw inputError(
        {
          code: 'kustomize-failed',
          message: `${command} kustomize failed: ${stderr?.trim() || message}`,
          hint: 'correct the kustomization',
          at: { file: directory },
        },
        { cause: error },
      );
    }
  }
  throw inputError({
    code: 'kustomize-missing',
    message: `uses ${reason.features.join(', ')}, which takes kustomize, and none of kubectl, oc and kustomize is here`,
    hint: 'install one of them, or render the directory when you build the image',
    at: { file: reason.file },
  });
}
