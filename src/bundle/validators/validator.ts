import type { Place, Problem } from '../../errors.ts';
import type { Bundle } from '../bundle.ts';
import type { Installation } from '../installation.ts';

/** Looks for one sort of reasons why a bundle cannot be turned into plain manifests. */
export type Validator = (bundle: Bundle, installation: Installation) => Problem[];

const PUBLISHER = 'correct the bundle, or ask its publisher to';

/** The bundle contradicts its own format, or the API server would refuse what comes of it. */
export function faulty(at: Place, message: string, hint: string = PUBLISHER): Problem {
  return { code: 'bundle-invalid', message, hint, at };
}

/** The bundle may be right, but nothing here can install it. */
export function unsupported(at: Place, message: string, hint: string): Problem {
  return { code: 'bundle-unsupported', message, hint, at };
}
