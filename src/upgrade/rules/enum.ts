import { canonicalJsonText } from '../../manifest/json.ts';
import { shortList } from '../short-value.ts';
import type { SchemaRule } from './rule.ts';
import { keywordList } from './rule.ts';

export const enumRule: SchemaRule = {
  keywords: ['enum'],
  compare(before, after) {
    const [old, current] = [keywordList(before, 'enum'), keywordList(after, 'enum')];
    const values = { before: shortList(old), after: shortList(current) };
    if (old.length === 0 && current.length === 0) return [];
    if (current.length === 0) {
      return [
        { ...values, change: 'enum-removed', class: 'safe', message: 'any value is accepted' },
      ];
    }
    if (old.length === 0) {
      return [
        {
          ...values,
          change: 'enum-added',
          class: 'unsafe',
          message: `only ${values.after} ${current.length === 1 ? 'is' : 'are'} accepted from now on`,
        },
      ];
    }
    const removed = without(old, current);
    const added = without(current, old);
    return [
      ...(removed.length === 0
        ? []
        : [
            {
              before: shortList(removed),
              after: '',
              change: 'enum-value-removed' as const,
              class: 'unsafe' as const,
              message: `${shortList(removed)} ${removed.length === 1 ? 'is' : 'are'} no longer accepted`,
            },
          ]),
      ...(added.length === 0
        ? []
        : [
            {
              before: '',
              after: shortList(added),
              change: 'enum-value-added' as const,
              class: 'safe' as const,
              message: `${shortList(added)} ${added.length === 1 ? 'is' : 'are'} accepted too`,
            },
          ]),
    ];
  },
};

function without(values: readonly unknown[], others: readonly unknown[]): unknown[] {
  const known = new Set(others.map(canonicalJsonText));
  return values.filter((value) => !known.has(canonicalJsonText(value)));
}
