import type { KubernetesObject } from '../../manifest/object.ts';
import type { Bundle } from '../bundle.ts';
import type { Installation } from '../installation.ts';

/** Makes one sort of objects from a bundle. */
export type Generator = (bundle: Bundle, installation: Installation) => KubernetesObject[];
