import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { refusalProblem } from '../../../src/apply/refusal.ts';
import { statusError } from '../cluster/support/errors.ts';
import { object } from '../support/objects.ts';
import { node } from './support/nodes.ts';

const lamp = node(object('example.com/v1 Lamp shop/a'));

describe('refusalProblem', () => {
  it('has the hint of the cause, about the namespace of the object', () => {
    const details = { kind: 'namespaces', name: 'shop' };
    assert.match(refusalProblem(lamp, statusError(404, { details })).hint, /namespace shop/);
  });

  it('says status, reason and message', () => {
    const error = statusError(422, { reason: 'Invalid', message: 'is too big' });
    const problem = refusalProblem(lamp, error);
    assert.equal(problem.message, 'the API server refused it (422 Invalid): is too big');
    assert.match(refusalProblem(lamp, statusError(500)).message, /\(500 no reason\)/);
    const long = statusError(422, { reason: 'Invalid', message: '2 errors:\n\t* a\n\t* b' });
    assert.match(refusalProblem(lamp, long).message, /Invalid\): 2 errors: \* a \* b$/);
  });

  const fieldOf = (message: string, fields: string[] = []): string | undefined => {
    const details = { causes: fields.map((field) => ({ field })) };
    return refusalProblem(lamp, statusError(422, { message, details })).at?.field;
  };

  const fields: [string, string | undefined, string[]?][] = [
    ['no field', undefined],
    ['causes', 'spec.a, spec.b', ['spec.a', 'spec.b']],
    ['unknown field "spec.c", but causes say more', 'spec.a', ['spec.a']],
    ['strict decoding error: unknown field "spec.x"', 'spec.x'],
    ['unknown field "spec.list[0].x"', 'spec.list[0].x'],
    [
      'failed to create typed patch object (shop/a; apps/v1, Kind=Deployment): ' +
        '.spec.bogus: field not declared in schema',
      'spec.bogus',
    ],
    ['.spec.ingress[0]._from: field not declared in schema', 'spec.ingress[0]._from'],
    ['.spec.a-b: field not declared in schema', 'spec.a-b'],
  ];
  for (const [message, expected, causes] of fields) {
    it(`names the field ${expected} in: ${message}`, () => {
      assert.equal(fieldOf(message, causes), expected);
    });
  }

  it('names the field in an item of a list that has keys', () => {
    const path =
      'spec.template.spec.containers[name="web"].ports[containerPort=80,protocol="TCP"].x';
    assert.equal(fieldOf(`.${path}: field not declared in schema`), path);
  });
});
