import { readFile, stat } from 'node:fs/promises';
import { inputError } from '../errors.ts';
import { LIMITS } from './limits.ts';
import { readDirectory } from './read-directory.ts';
import type { SourceFiles } from './source-files.ts';

/**
 * Reads what a REF stands for: a directory, or one file (whose path is then its base name).
 * @param name the source's name in component.yaml, for errors
 * @throws {UserError} `source-missing`, `source-unsupported`, `source-not-a-file`, and those of {@link readDirectory}
 */
export async function readSource(name: string, ref: string): Promise<SourceFiles> {
  const scheme = /^([a-z][a-z0-9+]*):/.exec(ref)?.[1];
  if (scheme !== undefined) throw unsupported(name, ref, scheme);
  const found = await stat(ref).catch((error: NodeJS.ErrnoException) => {
    throw inputError(
      {
        code: 'source-missing',
        message: `source ${name} cannot be read: ${error.code === 'ENOENT' ? 'no such file or directory' : error.message}`,
        hint: `check the path given with --source ${name}=…`,
        at: { file: ref },
      },
      { cause: error },
    );
  });
  if (found.isDirectory()) return { ref, files: await readDirectory(ref) };
  if (!found.isFile()) {
    throw inputError({
      code: 'source-not-a-file',
      message: `source ${name} is neither a regular file nor a directory`,
      hint: 'write it into a file and give that',
      at: { file: ref },
    });
  }
  if (found.size > LIMITS.fileBytes) {
    throw inputError({
      code: 'source-too-large',
      message: `source ${name} has ${found.size} bytes; at most ${LIMITS.fileBytes} are read`,
      hint: 'give the manifest itself',
      at: { file: ref },
    });
  }
  return { ref, files: [{ path: '', bytes: await readFile(ref) }] };
}

function unsupported(name: string, ref: string, scheme: string): Error {
  return inputError({
    code: 'source-unsupported',
    message: `source ${name}: this version does not read ${scheme}: references (${ref})`,
    hint: `fetch it into a directory and give that: --source ${name}=DIRECTORY`,
  });
}
