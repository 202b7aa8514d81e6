import { canonicalJsonText } from '../../manifest/json.ts';
import { shortValues } from '../short-value.ts';
import type { SchemaRule } from './rule.ts';

/**
 * Defaults are stored with the objects that were written while they held, and filled in when older ones
 * are read. So a default that comes, changes or goes makes the same manifest mean something else from then
 * on, and one that comes changes stored objects too.
 */
export const defaultRule: SchemaRule = {
  keywords: ['default'],
  compare(before, after) {
    // `false`, `''` and `[]` are defaults like any other; only null is none.
    const [old, current] = [before.default ?? undefined, after.default ?? undefined];
    if (canonicalJsonText(old ?? null) === canonicalJsonText(current ?? null)) return [];
    const [shownBefore, shownAfter] = shortValues(old, current);
    const values = { before: shownBefore, after: shownAfter };
    if (old === undefined) {
      const message = `objects that leave it out get ${values.after}, stored ones too`;
      return [{ ...values, change: 'default-added', class: 'unsafe', message }];
    }
    if (current === undefined) {
      const message = `new objects that leave it out no longer get ${values.before}`;
      return [{ ...values, change: 'default-removed', class: 'unsafe', message }];
    }
    const message = `new objects that leave it out get ${values.after} instead of ${values.before}`;
    return [{ ...values, change: 'default-changed', class: 'unsafe', message }];
  },
};
