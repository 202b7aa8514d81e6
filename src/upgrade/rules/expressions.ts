import { canonicalJsonText, isJsonObject, textAt } from '../../manifest/json.ts';
import type { JsonObject } from '../../manifest/json.ts';
import type { SchemaChange } from '../crd-change.ts';
import { shortText, shortTexts } from '../short-value.ts';
import { canonicalExpression } from './expression-tokens.ts';
import type { SchemaRule } from './rule.ts';
import { keywordList } from './rule.ts';

const VALIDATIONS = 'x-kubernetes-validations';

/**
 * CEL rules, by their text but for spaces and quotes: what two rules have in common is not worked out.
 * Messages and reasons are for people. A rule that has the message of one that goes is taken for its successor.
 */
export const expressionsRule: SchemaRule = {
  keywords: [VALIDATIONS],
  compare(schemaBefore, schemaAfter) {
    const [old, current] = [rulesOf(schemaBefore), rulesOf(schemaAfter)];
    const removed = without(old, current);
    const added = without(current, old);
    return [
      ...added.map((rule): SchemaChange => {
        const index = removed.findIndex(
          ({ message }) => message !== '' && message === rule.message,
        );
        const [previous] = index < 0 ? [] : removed.splice(index, 1);
        const [before, after] = shortTexts(previous?.rule ?? '', rule.rule);
        return {
          change: previous === undefined ? 'rule-added' : 'rule-changed',
          class: 'unsafe',
          before,
          after,
          message: `objects have to satisfy: ${shortText(rule.message || rule.rule)}`,
        };
      }),
      ...removed.map(({ rule, message }): SchemaChange => ({
        change: 'rule-removed',
        class: 'safe',
        before: shortText(rule),
        after: '',
        message: `objects need not satisfy: ${shortText(message || rule)}`,
      })),
    ];
  },
};

function without(rules: readonly ExpressionRule[], others: readonly ExpressionRule[]) {
  const known = new Set(others.map(({ key }) => key));
  return rules.filter(({ key }) => !known.has(key));
}

type ExpressionRule = { key: string; rule: string; message: string };

function rulesOf(schema: JsonObject): ExpressionRule[] {
  return keywordList(schema, VALIDATIONS)
    .filter(isJsonObject)
    .map((validation) => ({
      // optionalOldSelf lets a rule about changes hold for new objects too.
      key: canonicalJsonText([
        canonicalExpression(textAt(validation, ['rule'])),
        validation.optionalOldSelf ?? false,
      ]),
      rule: textAt(validation, ['rule']),
      message: textAt(validation, ['message']),
    }));
}
