import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkCredentials } from '../../../src/cluster/check-credentials.ts';
import type { Credentials } from '../../../src/cluster/credentials.ts';
import { problemsOf } from '../support/problems.ts';

const check = (credentials: Partial<Credentials>): void => {
  checkCredentials('kubeconfig', {
    server: new URL('https://127.0.0.1'),
    skipVerify: false,
    ...credentials,
  });
};

describe('checkCredentials', () => {
  it('takes a token, or nothing', () => {
    check({ token: 'abc.def-_' });
    check({});
  });

  const table: [string, Partial<Credentials>, RegExp][] = [
    ['a certificate alone', { cert: 'CERT' }, /^has a client certificate alone$/],
    ['a key alone', { key: 'KEY' }, /^has a client key alone$/],
    ['a token of two lines', { token: 'a\nb' }, /^has a token with characters/],
    ['a token that is no ASCII', { token: 'ä' }, /^has a token with characters/],
  ];
  for (const [name, credentials, message] of table) {
    it(`refuses ${name}`, () => {
      const [problem] = problemsOf(() => check(credentials));
      assert.equal(problem?.code, 'kubeconfig-invalid');
      assert.match(problem.message, message);
    });
  }
});
