import { shortValue, shortValues } from '../short-value.ts';
import type { SchemaRule } from './rule.ts';
import { keyword, keywordText } from './rule.ts';

export const patternRule: SchemaRule = {
  keywords: ['pattern'],
  compare(before, after) {
    const [old, current] = [keyword(before, 'pattern'), keyword(after, 'pattern')];
    if (old === current) return [];
    const [shownBefore, shownAfter] = shortValues(old, current);
    const values = { before: shownBefore, after: shownAfter };
    if (current === undefined) {
      return [
        { ...values, change: 'pattern-removed', class: 'safe', message: 'any text is accepted' },
      ];
    }
    return [
      {
        ...values,
        change: old === undefined ? 'pattern-added' : 'pattern-changed',
        class: 'unsafe',
        message: `values have to match ${values.after}${old === undefined ? '' : ` instead of ${values.before}`}`,
      },
    ];
  },
};

/** Formats that hold all that another holds: of that format, or of a type without any. */
const WIDER = new Set(['int32 int64', 'float double', 'integer int64', 'number double']);

export const formatRule: SchemaRule = {
  keywords: ['format'],
  compare(before, after) {
    const [old, current] = [keyword(before, 'format'), keyword(after, 'format')];
    if (old === current) return [];
    const values = { before: shortValue(old), after: shortValue(current) };
    const narrower = keywordText(before, 'format', keywordText(before, 'type', ''));
    if (current === undefined || WIDER.has(`${narrower} ${keywordText(after, 'format', '')}`)) {
      const message = 'the format accepts all that it accepted';
      return [{ ...values, change: 'format-relaxed', class: 'safe', message }];
    }
    return [
      {
        ...values,
        change: old === undefined ? 'format-added' : 'format-changed',
        class: 'unsafe',
        message: `the format was ${values.before || 'not set'} and is ${values.after} now`,
      },
    ];
  },
};
