import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { problemsOf } from '../../../src/commands/health-lines.ts';
import { unhealthy } from '../../../src/health/check.ts';
import type { CheckResult } from '../../../src/health/check-result.ts';

const lamp = { group: 'example.com', kind: 'Lamp', namespace: 'shop', name: 'a' };

/** Of an object of which nothing is known but that it is not healthy. */
function result(id: typeof lamp): CheckResult {
  const { namespace } = id;
  const resource = { apiVersion: 'example.com/v1', plural: 'lamps', namespace };
  const verdict = unhealthy('x');
  const judge = () => verdict;
  const check = { id, resource, subject: '', judge, final: false };
  return { check, verdict, cause: undefined, trouble: undefined, isRefused: false };
}

describe('problemsOf', () => {
  const table: [name: string, id: typeof lamp, command: string][] = [
    ['an object', lamp, 'kubectl describe lamps a -n shop'],
    ['an object without a namespace', { ...lamp, namespace: '' }, 'kubectl describe lamps a'],
    ['any of a namespace', { ...lamp, name: '' }, 'kubectl describe lamps.example.com -n shop'],
    [
      'any of all namespaces',
      { ...lamp, name: '', namespace: '' },
      'kubectl describe lamps.example.com -A',
    ],
  ];
  for (const [name, id, command] of table) {
    it(`says how to look at ${name}`, () =>
      assert.equal(problemsOf([result(id)])[0]?.hint, `look at it with: ${command}`));
  }
});
