import { inputError } from '../errors.ts';
import type { UserError } from '../errors.ts';
import { LIMITS, mebibytes } from './limits.ts';

/** Makes the errors of one image; each names its REF. */
export type ImageProblems = {
  /** Something about it is broken, so that nobody could read it. */
  invalid(message: string): UserError;
  /** Something in it would leave the directory that it is unpacked to, or is no file. */
  unsafe(message: string): UserError;
  tooLarge(message: string): UserError;
  /** It is fine, but not what can be read as a source. */
  unsupported(message: string, hint: string): UserError;
};

/** @param ref as errors show it */
export function imageProblems(ref: string): ImageProblems {
  const at = { file: ref };
  return {
    invalid: (message) =>
      inputError({
        code: 'image-invalid',
        message,
        hint: 'copy or build the image again; if it stays so, ask who made it',
        at,
      }),
    unsafe: (message) =>
      inputError({
        code: 'image-unsafe',
        message,
        hint: 'a bundle has nothing of this kind: do not use this image before you know why it is there',
        at,
      }),
    tooLarge: (message) =>
      inputError({
        code: 'source-too-large',
        message: `${message}; at most ${LIMITS.files} files, ${mebibytes(LIMITS.fileBytes)} a file and ${mebibytes(LIMITS.totalBytes)} in all are read`,
        hint: 'give the image of the bundle, which holds manifests alone, and not that of the operator',
        at,
      }),
    unsupported: (message, hint) => inputError({ code: 'image-unsupported', message, hint, at }),
  };
}
