import type { SchemaRule } from './rule.ts';
import { keyword } from './rule.ts';

export const nullableRule: SchemaRule = {
  keywords: ['nullable'],
  compare(before, after) {
    const [old, current] = [keyword(before, 'nullable'), keyword(after, 'nullable')];
    if (old === current) return [];
    return current === undefined
      ? [
          {
            change: 'nullable-removed',
            class: 'unsafe',
            before: 'nullable',
            after: '',
            message: 'null is no longer accepted',
          },
        ]
      : [
          {
            change: 'nullable-added',
            class: 'safe',
            before: '',
            after: 'nullable',
            message: 'null is accepted too',
          },
        ];
  },
};
