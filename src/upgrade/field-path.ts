/**
 * A step from a schema to one inside it: a property, the items of a list, or the values of a map
 * (`additionalProperties`).
 */
export type FieldStep = { property: string } | 'items' | 'values';

/**
 * Writes the path to a field, in the one notation of reports, finding ids and `upgrade.mayDrop`:
 * properties with dots between them, `[]` for every item of a list, `{}` for every value of a map, and a
 * property that is no plain word as JSON text in brackets:
 *
 *     spec.values.revisionTags    spec.containers[].image    spec.labels{}    spec["a.b/c"].d
 *
 * The text has no spaces, and {@link parseFieldPath} gives the same steps back. The root is `''`.
 */
export function formatFieldPath(steps: readonly FieldStep[]): string {
  return steps
    .map((step, index) => {
      if (step === 'items') return '[]';
      if (step === 'values') return '{}';
      if (!PLAIN.test(step.property)) return `[${quoted(step.property)}]`;
      return index === 0 ? step.property : `.${step.property}`;
    })
    .join('');
}

/** Reads what {@link formatFieldPath} writes, and any property in brackets; undefined for other text. */
export function parseFieldPath(text: string): FieldStep[] | undefined {
  const steps: FieldStep[] = [];
  let rest = text;
  while (rest !== '') {
    const found = STEP.exec(rest);
    if (found === null) return undefined;
    const { items, values, dot, word, name } = found.groups ?? {};
    if (items !== undefined) steps.push('items');
    else if (values !== undefined) steps.push('values');
    else if (word !== undefined) {
      // A dot stands between two steps, and nowhere else.
      if ((dot === undefined) !== (steps.length === 0)) return undefined;
      steps.push({ property: word });
    } else {
      const property = parseText(name ?? '');
      if (property === undefined) return undefined;
      steps.push({ property });
    }
    rest = rest.slice(found[0].length);
  }
  return steps;
}

/**
 * Whether `parent` is the field `inner` or one that it lies in; `{}` stands for any property too. False
 * where either is no field path.
 */
export function containsField(parent: string, inner: string): boolean {
  const [outer, steps] = [parseFieldPath(parent), parseFieldPath(inner)];
  if (outer === undefined || steps === undefined) return false;
  return outer.every((step, index) => matches(step, steps[index]));
}

function matches(step: FieldStep, inner: FieldStep | undefined): boolean {
  if (typeof inner !== 'object') return step === inner;
  return step === 'values' || (typeof step === 'object' && step.property === inner.property);
}

const PLAIN = /^[\w$-]+$/;

const STEP =
  /^(?:(?<items>\[\])|(?<values>\{\})|(?<dot>\.)?(?<word>[\w$-]+)|\[(?<name>"(?:[^"\\]|\\.)*")\])/;

/** JSON text of printable ASCII without spaces. */
function quoted(text: string): string {
  return JSON.stringify(text).replaceAll(
    /[^\u0021-\u007E]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function parseText(json: string): string | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}
