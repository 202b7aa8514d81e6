import type { Resource } from '../resource.ts';

/**
 * Changes resources in place, and may take some out.
 * @throws {UnexpectedShape} and whatever else makes kustomize look at it itself
 */
export type Transformer = (resources: readonly Resource[]) => void;
