import type { KubernetesObject } from '../../manifest/object.ts';
import type { Bundle } from '../bundle.ts';

/** Makes one sort of objects from a bundle that is to be installed in `namespace`. */
export type Generator = (bundle: Bundle, namespace: string) => KubernetesObject[];
