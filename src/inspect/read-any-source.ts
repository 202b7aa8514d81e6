import { UserError } from '../errors.ts';
import { readSource } from '../source/read-source.ts';
import type { ReadSourceOptions } from '../source/read-source.ts';
import type { SourceFiles } from '../source/source-files.ts';

/**
 * Reads what a REF stands for, whatever kind of source it is: a chart is an archive where it comes from a server, and
 * of its directory counts what other kinds have no use for.
 * @throws {UserError} as `readSource`
 */
export async function readAnySource(
  name: string,
  ref: string,
  options: Omit<ReadSourceOptions, 'form'> = {},
): Promise<SourceFiles> {
  const read = (form: 'manifests' | 'chart'): Promise<SourceFiles> =>
    readSource(name, ref, { ...options, form });
  if (/^(?:docker|oci):/i.test(ref)) {
    // Which of them an image is, says only its manifest.
    return read('manifests').catch((error: unknown) => {
      if (!(error instanceof UserError)) throw error;
      return read('chart').catch(() => {
        throw error;
      });
    });
  }
  const isText = /^https:/i.test(ref) && !/\.tgz(?:[?#]|$)/i.test(ref);
  return read(isText ? 'manifests' : 'chart');
}
