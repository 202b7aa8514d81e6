import type { Finding } from '../../findings.ts';
import type { Bundle } from '../bundle.ts';
import type { Installation } from '../installation.ts';

/** Looks for one sort of things that a reviewer of a converted bundle has to know. */
export type Finder = (bundle: Bundle, installation: Installation) => Finding[];
