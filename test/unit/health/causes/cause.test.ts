import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { causeOf, isSameCause, worstOf } from '../../../../src/health/causes/cause.ts';

const subject = { namespace: 'shop', name: 'lamp', pod: 'lamp-1', container: 'main' };
const hintOf = (name: string, message = ''): string => causeOf(name, [message], subject).hint;

describe('causeOf', () => {
  const outcomes: [string, string][] = [
    ['InvalidImageName', 'certain'],
    ['ErrImageNeverPull', 'certain'],
    ['JobFailed', 'certain'],
    ['TerminalCondition', 'certain'],
    ['ImagePullBackOff', 'bad'],
    ['CrashLoopBackOff', 'bad'],
    ['Unschedulable', 'bad'],
    ['FailedCreate', 'bad'],
    ['ProgressDeadlineExceeded', 'bad'],
    ['ContainerCreating', 'pending'],
    ['NotScheduled', 'pending'],
    ['Missing', 'pending'],
    ['SomethingNew', 'pending'],
    ['toString', 'pending'],
  ];
  for (const [name, outcome] of outcomes) {
    it(`calls ${name} ${outcome}`, () => assert.equal(causeOf(name, [], subject).outcome, outcome));
  }

  const hints: [string, string, RegExp][] = [
    ['CrashLoopBackOff', '', /kubectl logs lamp-1 -n shop -c main --previous$/],
    [
      'CrashLoopBackOff',
      'container main: CrashLoopBackOff, ended with exit code 128 (StartError): exec: "/x"',
      /command, user and mounts/,
    ],
    [
      'CrashLoopBackOff',
      'container main: CrashLoopBackOff, ended with exit code 0 (Completed)',
      /must not end by itself/,
    ],
    // What has ended, and was not started again, has no log before this one.
    ['Error', '', /kubectl logs lamp-1 -n shop -c main$/],
    ['OOMKilled', '', /resources\.limits\.memory of container main/],
    ['Unschedulable', '0/1 nodes are available: 1 Insufficient cpu.', /lower the pod's requests/],
    ['Unschedulable', '1 node(s) had untolerated taint {a: }', /take the taint off/],
    ['Unschedulable', "1 node(s) didn't have free ports", /host port/],
    ['Unschedulable', 'words of a later release', /what the scheduler names/],
    ['FailedCreate', 'pods "a" is forbidden: exceeded quota: q', /ResourceQuota of namespace shop/],
    ['FailedCreate', 'unable to validate against any security context constraint', /an SCC/],
    ['FailedCreate', 'failed calling webhook "a"', /behind the webhook/],
    // A message does not choose the hint of another cause.
    ['ImagePullBackOff', 'exceeded quota', /registry/],
  ];
  for (const [name, message, expected] of hints) {
    it(`says what to do about ${name}: ${message}`, () =>
      assert.match(hintOf(name, message), expected));
  }

  it('names no container where none is known', () => {
    const pod = { namespace: 'shop', name: 'lamp', pod: 'lamp-1' };
    assert.match(causeOf('NotReady', [], pod).hint, /kubectl logs lamp-1 -n shop$/);
  });

  it('takes names for text, whatever they look like', () => {
    const odd = { namespace: '{pod}', name: '$&', pod: '$1' };
    assert.match(causeOf('NodeMissing', [], odd).hint, /pod \$1 -n \{pod\}$/);
  });
});

describe('worstOf', () => {
  const named = (name: string) => causeOf(name, [], subject);
  it('gives the worst, and of equals the first', () => {
    const [pending, bad, certain] = ['Missing', 'FailedCreate', 'JobFailed'].map(named);
    assert.equal(worstOf([pending, bad, undefined, certain]), certain);
    assert.equal(worstOf([bad, named('Unschedulable')]), bad);
    assert.equal(worstOf([undefined]), undefined);
  });
});

describe('isSameCause', () => {
  it('does not mind another pod or count', () => {
    const crash = (links: string[]) => causeOf('FailedMount', links, subject);
    assert.ok(isSameCause(crash(['Pod a', 'after 3']), crash(['Pod b', 'after 4'])));
    assert.ok(!isSameCause(crash([]), causeOf('Unschedulable', [], subject)));
    assert.ok(!isSameCause(crash([]), undefined));
  });
});
