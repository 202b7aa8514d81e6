import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  explainFetchFailure,
  isTransientFailure,
} from '../../../src/source/explain-fetch-failure.ts';
import { HttpStatusError } from '../../../src/source/http-status-error.ts';

const failed = {
  name: 'api',
  url: new URL('https://example.com/a?token=hunter2'),
  proxy: undefined,
  total: 60_000,
};
const withCode = (code: string): Error => Object.assign(new Error('words'), { code });
const messageOf = (error: unknown): string | undefined =>
  explainFetchFailure(error, failed).problems[0]?.message;

describe('explainFetchFailure', () => {
  for (const [error, message] of [
    [withCode('ENOTFOUND'), /the name of the host is not known \(ENOTFOUND\)$/],
    [withCode('ERR_TLS_CERT_ALTNAME_INVALID'), /not trusted \(ERR_TLS_CERT_ALTNAME_INVALID\)$/],
    [withCode('CERT_HAS_EXPIRED'), /not trusted/],
    [withCode('DEPTH_ZERO_SELF_SIGNED_CERT'), /not trusted/],
    [withCode('ESTRANGE'), /cannot be reached: words \(ESTRANGE\)$/],
    [
      new Error('outside', { cause: withCode('ECONNRESET') }),
      /the connection was cut \(ECONNRESET\)$/,
    ],
    [new AggregateError([withCode('ECONNREFUSED'), withCode('ENETUNREACH')]), /refused/],
    [new DOMException('words', 'TimeoutError'), /it took longer than 60 s in all$/],
    [new HttpStatusError(418), /example\.com answered 418 I'm a Teapot$/],
    ['text', /cannot be reached: text$/],
  ] as const) {
    it(`explains ${String(error)}`, () => {
      assert.match(messageOf(error) ?? '', message);
    });
  }

  it('shows no value of the query', () => {
    const { at } = explainFetchFailure(new HttpStatusError(404), failed).problems[0] ?? {};
    assert.equal(at?.file, 'https://example.com/a?token=…');
  });
});

describe('isTransientFailure', () => {
  const cases: [error: unknown, expected: boolean][] = [
    ...[408, 425, 429, 500, 502, 503, 504].map((each): [unknown, boolean] => [
      new HttpStatusError(each),
      true,
    ]),
    ...[200, 400, 401, 403, 404, 410, 501].map((each): [unknown, boolean] => [
      new HttpStatusError(each),
      false,
    ]),
    [withCode('ECONNRESET'), true],
    [new Error('x', { cause: withCode('EAI_AGAIN') }), true],
    [withCode('ENOTFOUND'), false],
    [withCode('CERT_HAS_EXPIRED'), false],
    [new DOMException('words', 'TimeoutError'), false],
    [new TypeError('bug'), false],
  ];
  for (const [error, expected] of cases) {
    it(`is ${expected} for ${String(error)} ${(error as { code?: string }).code ?? ''}`, () => {
      assert.equal(isTransientFailure(error), expected);
    });
  }
});
