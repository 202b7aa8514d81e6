import { Script, createContext } from 'node:vm';
import { valueAt } from '../../manifest/json.ts';
import { goPattern } from '../../manifest/go-pattern.ts';

/** Whether a text matches a pattern; undefined where that cannot be told. */
export type PatternTest = (pattern: string, text: string) => boolean | undefined;

/** In milliseconds; patterns of real CRDs take microseconds. */
const TIME_LIMIT = 250;
const MAX_ABANDONED = 8;

/**
 * Tests texts against the patterns of CRDs, which come from a bundle. Go tests any of them in linear
 * time; JavaScript's engine can take for ever, even with patterns that mean no harm. So one that takes
 * too long is given up, and after a few of them no other is tried.
 */
export function createPatternTest(): PatternTest {
  const script = new Script('expression.test(text)');
  const sandbox: { expression?: RegExp; text?: string } = {};
  const context = createContext(sandbox);
  const expressions = new Map<string, RegExp | undefined>();
  let abandoned = 0;
  return (pattern, text) => {
    if (!expressions.has(pattern)) expressions.set(pattern, goPattern(pattern));
    const expression = expressions.get(pattern);
    if (expression === undefined || abandoned >= MAX_ABANDONED) return undefined;
    Object.assign(sandbox, { expression, text });
    try {
      return script.runInContext(context, { timeout: TIME_LIMIT }) === true;
    } catch (error) {
      if (!isTimeout(error)) throw error;
      expressions.set(pattern, undefined);
      abandoned += 1;
      return undefined;
    }
  };
}

function isTimeout(error: unknown): boolean {
  return valueAt(error, ['code']) === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
}
