import { sha256 } from '../digest.ts';
import { canonicalJsonText } from './json.ts';
import type { KubernetesObject } from './object.ts';
import { outlineOf } from './outline.ts';

/**
 * An object of a tree, as far as it is needed before it is written: a component's manifests weigh
 * megabytes, most of them schemas, and a boot at which nothing is to be done looks at none of them.
 */
export type Manifest = {
  /** The object without its bulk: see {@link outlineOf}. */
  outline: KubernetesObject;
  /** Of `json`. */
  digest: string;
  /** Whether it says nothing but that the object exists, such as a bare Namespace. */
  bare: boolean;
  /** The whole object as it is sent to the API server: JSON text with its keys in order. */
  json(): Buffer | string;
  /** The whole object. */
  object(): KubernetesObject;
};

/** An object of a tree, and where it is from. */
export type TreeObject = { manifest: Manifest; file: string; line: number };

/** The manifest of an object that has been read. */
export function manifestOf(object: KubernetesObject): Manifest {
  const json = canonicalJsonText(object);
  return {
    outline: outlineOf(object),
    digest: sha256(json),
    bare: isBare(object),
    json: () => json,
    object: () => object,
  };
}

function isBare(object: KubernetesObject): boolean {
  const identity = new Set(['apiVersion', 'kind', 'metadata']);
  return (
    Object.keys(object).every((field) => identity.has(field)) &&
    Object.keys(object.metadata).every((field) => field === 'name' || field === 'namespace')
  );
}
