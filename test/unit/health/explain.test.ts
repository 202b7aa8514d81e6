import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { causeOf } from '../../../src/health/causes/cause.ts';
import { HEALTHY, unhealthy } from '../../../src/health/check.ts';
import type { Verdict } from '../../../src/health/check.ts';
import { explain } from '../../../src/health/explain.ts';
import type { CheckResult } from '../../../src/health/check-result.ts';
import type { ObjectId } from '../../../src/manifest/object.ts';

const subject = { namespace: 'shop', name: 'x' };
const workload = { group: 'apps', kind: 'Deployment', namespace: 'shop', name: 'lamp' };
const pull = causeOf('ImagePullBackOff', ['Pod shop/lamp-1'], subject);

function result(id: ObjectId, verdict: Verdict | undefined, more: Partial<CheckResult> = {}) {
  const resource = { apiVersion: 'x/v1', plural: 'x', namespace: 'shop' };
  const judge = (): Verdict => HEALTHY;
  const check = { id, resource, subject: '', judge, final: false };
  return {
    check,
    verdict,
    cause: undefined,
    trouble: undefined,
    isRefused: false,
    ...more,
  } satisfies CheckResult;
}

/** Of an object whose work the workload does. */
function custom(verdict: Verdict, name?: string): CheckResult {
  const cause = name === undefined ? undefined : causeOf(name, [], subject);
  const found = result({ ...workload, group: 'example.com', kind: 'Lamp' }, verdict, { cause });
  return { ...found, check: { ...found.check, workedBy: [workload] } };
}

describe('explain', () => {
  const blocked = result(workload, unhealthy('0 of 1 replicas'), { cause: pull });
  const table: [string, CheckResult, CheckResult, readonly string[] | undefined][] = [
    ['nothing of what is healthy', custom(HEALTHY), blocked, undefined],
    [
      'an object by the workload that does its work',
      custom(unhealthy('is not Ready')),
      blocked,
      ['Deployment shop/lamp: 0 of 1 replicas', 'Pod shop/lamp-1'],
    ],
    [
      'an object by nothing, where its workloads are well',
      custom(unhealthy('x')),
      result(workload, HEALTHY),
      undefined,
    ],
    ['a final reason by itself', custom(unhealthy('x'), 'TerminalCondition'), blocked, []],
    [
      'an object that does not exist by itself',
      custom(unhealthy('x', 'Missing'), 'NamespaceMissing'),
      blocked,
      [],
    ],
    [
      'a workload by what it is blocked by',
      blocked,
      result({ ...workload, name: 'other' }, unhealthy('x')),
      ['Pod shop/lamp-1'],
    ],
  ];
  for (const [name, about, other, links] of table) {
    it(`explains ${name}`, () => assert.deepEqual(explain(about, [about, other])?.links, links));
  }
});
