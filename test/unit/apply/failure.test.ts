import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { GateError } from '../../../src/apply/crd-gate.ts';
import {
  DependencyError,
  MigrationError,
  TerminatingError,
  failedOutcome,
} from '../../../src/apply/failure.ts';
import { DeadlineError } from '../../../src/deadline.ts';
import { inputError } from '../../../src/errors.ts';
import { networkError, statusError } from '../cluster/support/errors.ts';
import { object } from '../support/objects.ts';
import { node } from './support/nodes.ts';

const lamp = node(object('example.com/v1 Lamp shop/a'));
const at = { file: 'a.yaml', line: 7, object: 'Lamp.example.com shop/a' };
const times = { readyAt: 1, doneAt: 2 };

describe('failedOutcome', () => {
  const table: [string, Error, string, string, RegExp][] = [
    ['a refusal', statusError(422), 'failed', 'apply-refused', /refused it \(422/],
    [
      'a CRD that will not be served',
      new GateError('its names are not accepted'),
      'failed',
      'crd-not-established',
      /will not be served: its names are not accepted$/,
    ],
    [
      'a namespace that is being deleted',
      new TerminatingError(),
      'failed',
      'apply-terminating',
      /^is being deleted: it takes nothing new/,
    ],
    [
      'stored objects that are refused in another version',
      new MigrationError([{ code: 'migration-refused', message: 'm', hint: 'h' }]),
      'failed',
      'apply-migration',
      /^was not written, since 1 stored object could not be migrated; .* nothing is lost$/,
    ],
    [
      'a dependency that failed',
      new DependencyError(node(object('v1 Namespace shop'))),
      'skipped',
      'apply-skipped',
      /^was not written, since Namespace shop failed$/,
    ],
    [
      'the deadline',
      new DeadlineError(1000),
      'waiting',
      'apply-deadline',
      /^the deadline passed while it waited for the API server \(why\)$/,
    ],
  ];
  for (const [name, error, action, code, message] of table) {
    it(`${action}: ${name}`, () => {
      const outcome = failedOutcome(lamp, error, 'the API server (why)', times);
      assert.equal(outcome.action, action);
      assert.equal(outcome.problem?.code, code);
      assert.match(outcome.problem.message, message);
      assert.notEqual(outcome.problem.hint, '');
      assert.deepEqual(outcome.problem.at, at);
      assert.equal(outcome.node, lamp);
      assert.deepEqual([outcome.readyAt, outcome.doneAt, outcome.state], [1, 2, undefined]);
    });
  }

  const bugs: [string, Error][] = [
    ['a bug', new TypeError('x is not a function')],
    ["the kubeconfig's fault", inputError({ code: 'kubeconfig-invalid', message: 'm', hint: 'h' })],
    ['a network error, which the client should have retried', networkError('ECONNREFUSED')],
  ];
  for (const [name, error] of bugs) {
    it(`throws ${name}`, () => {
      assert.throws(() => failedOutcome(lamp, error, '', times), error);
    });
  }
});
