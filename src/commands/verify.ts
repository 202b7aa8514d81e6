import { counted } from '../counted.ts';
import { EXIT } from '../errors.ts';
import type { ExitStatus } from '../errors.ts';
import { formatFindings } from '../findings.ts';
import { printable } from '../terminal.ts';
import { verifyRelease } from '../verify/verify-release.ts';
import type { VerifyOptions } from '../verify/verify-release.ts';

/** What `verify` prints, and the exit status that follows from it. */
export type VerifyResult = { text: string; status: ExitStatus };

/**
 * Checks a release directory and shows what was found: 2 where any of it is an error.
 * @throws {UserError} where `directory` holds no release
 */
export async function verify(directory: string, options: VerifyOptions): Promise<VerifyResult> {
  const { packageName, version, objects, findings } = await verifyRelease(directory, options);
  const notes = findings.filter(({ severity }) => severity === 'note').length;
  const errors = findings.length - notes;
  const summary =
    `${directory}: ${packageName} ${version}, ${counted(objects, 'object')}: ` +
    `${errors === 0 ? 'no errors' : counted(errors, 'error')}, ` +
    (notes === 0 ? 'no notes' : counted(notes, 'note'));
  return {
    text: [...formatFindings(findings), summary].map((text) => `${printable(text)}\n`).join(''),
    status: errors === 0 ? EXIT.done : EXIT.usage,
  };
}
