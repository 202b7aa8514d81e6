import { builtinKind } from './builtin-kinds.ts';
import type { ObjectId } from './object.ts';
import { groupKindKey } from './object.ts';

/**
 * What people are shown: `Deployment namespace/name`, with the group where the kind is a custom one; the kind alone
 * where there is no name.
 */
export function displayObject(id: ObjectId): string {
  const kind = builtinKind(id) === undefined ? groupKindKey(id) : id.kind;
  return `${kind} ${id.namespace === '' ? '' : `${id.namespace}/`}${id.name}`.trimEnd();
}

/** A field for people: `spec.containers[0].image`, `metadata.annotations['example.com/name']`. */
export function displayPath(path: readonly (string | number)[]): string {
  return path
    .map((step, index) => {
      if (typeof step === 'number') return `[${step}]`;
      if (!/^[\w$-]+$/.test(step)) return `['${escaped(step)}']`;
      return index === 0 ? step : `.${step}`;
    })
    .join('');
}

/** Keys come from upstream: a line end in one would forge a line of a log. */
function escaped(key: string): string {
  return key
    .replaceAll(/['\\]/g, String.raw`\$&`)
    .replaceAll(
      /\p{Cc}/gu,
      (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
}
