import { UnexpectedShape } from './field-spec.ts';

type Requirement = (labels: Readonly<Record<string, string>>) => boolean;

const KEY = String.raw`[A-Za-z0-9](?:[\w./-]{0,250}[A-Za-z0-9])?`;
const VALUE = String.raw`(?:[A-Za-z0-9](?:[\w.-]{0,61}[A-Za-z0-9])?)?`;
const CLAUSE = new RegExp(
  String.raw`^\s*(?:(?<not>!)?\s*(?<exists>${KEY})|(?<equals>${KEY})\s*(?<operator>==?|!=)\s*(?<value>${VALUE})|(?<among>${KEY})\s+(?<word>in|notin)\s*\((?<values>[^()]*)\))\s*$`,
);

/**
 * Whether labels are those that a selector asks for, as in `app=a,tier in (b, c),!old`.
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#api
 * @throws {UnexpectedShape} for anything less usual
 */
export function matchesLabels(selector: string, labels: Readonly<Record<string, string>>): boolean {
  return requirements(selector).every((requirement) => requirement(labels));
}

function requirements(selector: string): Requirement[] {
  if (selector === '') return [];
  // A comma between parentheses separates values.
  return selector.split(/,(?![^(]*\))/).map((clause) => {
    const groups = CLAUSE.exec(clause)?.groups;
    if (groups === undefined) throw new UnexpectedShape(selector);
    const { not, exists, equals, operator, value, among, word, values = '' } = groups;
    if (exists !== undefined) {
      return (labels) => Object.hasOwn(labels, exists) === (not === undefined);
    }
    const key = equals ?? among ?? '';
    const wanted = value === undefined ? valuesOf(values) : [value];
    const isNegative = operator === '!=' || word === 'notin';
    return (labels) => {
      const isAmong = Object.hasOwn(labels, key) && wanted.includes(labels[key] ?? '');
      return isAmong !== isNegative;
    };
  });
}

function valuesOf(text: string): string[] {
  const values = text.split(',').map((value) => value.trim());
  if (!values.every((value) => new RegExp(`^${VALUE}$`).test(value)) || values.includes('')) {
    throw new UnexpectedShape(text);
  }
  return values;
}
