import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ApiError } from '../../../src/cluster/api-error.ts';

const STATUS = {
  kind: 'Status',
  apiVersion: 'v1',
  status: 'Failure',
  message: 'Lamp "a" is invalid',
  reason: 'Invalid',
  details: {
    name: 'a',
    group: 'example.com',
    kind: 'Lamp',
    causes: [
      { reason: 'FieldValueInvalid', message: 'too big', field: 'spec.size' },
      { reason: 'FieldValueRequired', message: 'Required value' },
      { reason: 'FieldValueRequired', message: 'Required value', field: 'spec.name' },
    ],
  },
  code: 422,
};

describe('ApiError', () => {
  it('reads a Status', () => {
    const error = new ApiError(422, JSON.stringify(STATUS), undefined);
    assert.equal(error.name, 'ApiError');
    assert.equal(error.status, 422);
    assert.equal(error.message, 'Lamp "a" is invalid');
    assert.equal(error.reason, 'Invalid');
    assert.equal(error.isStatus, true);
    assert.deepEqual(error.causes, [
      { reason: 'FieldValueInvalid', message: 'too big', field: 'spec.size' },
      { reason: 'FieldValueRequired', message: 'Required value', field: '' },
      { reason: 'FieldValueRequired', message: 'Required value', field: 'spec.name' },
    ]);
    assert.deepEqual(error.fields, ['spec.size', 'spec.name']);
    assert.deepEqual(error.about, { kind: 'Lamp', name: 'a' });
    assert.equal(error.retryAfter, undefined);
  });

  const messages: [string, string, string][] = [
    ['a Status', JSON.stringify(STATUS), 'Lamp "a" is invalid'],
    ['text', '  404 page not found\n', '404 page not found'],
    ['much text', 'x'.repeat(600), 'x'.repeat(500)],
    ['nothing', '', 'HTTP status 503'],
    ['blanks', ' \n', 'HTTP status 503'],
    ['JSON that is no Status', '{"kind":"Other","message":"m"}', '{"kind":"Other","message":"m"}'],
    ['JSON that is no object', '[1]', '[1]'],
    ['half a Status', '{"kind":"Status","mess', '{"kind":"Status","mess'],
    ['a Status without a message', '{"kind":"Status"}', '{"kind":"Status"}'],
    [
      'a Status whose message is no text',
      '{"kind":"Status","message":1}',
      '{"kind":"Status","message":1}',
    ],
  ];
  for (const [name, body, message] of messages) {
    it(`has a message of ${name}`, () => {
      assert.equal(new ApiError(503, body, undefined).message, message);
    });
  }

  it('has no reason, fields or subject without a Status', () => {
    const error = new ApiError(502, 'Bad gateway', undefined);
    assert.equal(error.isStatus, false);
    assert.equal(error.reason, '');
    assert.deepEqual(error.causes, []);
    assert.deepEqual(error.fields, []);
    assert.deepEqual(error.about, { kind: '', name: '' });
  });

  it('reads over details that are not as they should be', () => {
    const details = { kind: 1, name: null, causes: ['text', { field: 2 }, null] };
    const error = new ApiError(422, JSON.stringify({ ...STATUS, details }), undefined);
    assert.deepEqual(error.fields, []);
    assert.deepEqual(error.about, { kind: '', name: '' });
  });

  const retries: [string, unknown, string | undefined, number | undefined][] = [
    ['nothing', undefined, undefined, undefined],
    ['the header', undefined, '5', 5],
    ['the details', 7, undefined, 7],
    ['the details before the header', 7, '5', 7],
    ['a header of no seconds', undefined, '0', undefined],
    ['an empty header', undefined, '', undefined],
    ['a date, by the clock of the server', undefined, 'Fri, 31 Dec 2027 23:59:59 GMT', 59],
    ['a date that has passed', undefined, 'Fri, 31 Dec 2027 23:58:59 GMT', undefined],
    ['no date', undefined, 'tomorrow', undefined],
    ['less than nothing', undefined, '-3', undefined],
    ['no end', undefined, 'Infinity', undefined],
  ];
  for (const [name, retryAfterSeconds, header, expected] of retries) {
    it(`asks to be called again after ${expected} s: ${name}`, () => {
      const body = JSON.stringify({ kind: 'Status', details: { retryAfterSeconds } });
      const now = 'Fri, 31 Dec 2027 23:59:00 GMT';
      assert.equal(new ApiError(429, body, header, now).retryAfter, expected);
    });
  }

  it('takes no date without the clock of the server', () => {
    const error = new ApiError(429, '', 'Fri, 31 Dec 2027 23:59:59 GMT', undefined);
    assert.equal(error.retryAfter, undefined);
  });
});
