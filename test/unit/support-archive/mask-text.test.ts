import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { FORMS, maskLines, maskText } from '../../../src/support-archive/mask-text.ts';

const JWT = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJlLW9mLWE';
const KEY = '-----BEGIN RSA PRIVATE KEY-----\nMIIEow\nAbCd==\n-----END RSA PRIVATE KEY-----';

/** What a text becomes. */
const MASKED: Record<string, string> = {
  [`key: ${KEY} end`]: 'key: [masked] end',
  'cut off: -----BEGIN PRIVATE KEY-----\nMIIEow\nAbCd': 'cut off: [masked]',
  [`"got ${JWT}"`]: '"got [masked]"',
  [`half of it: ${JWT.slice(0, 30)}`]: 'half of it: [masked]',
  'sent Bearer abcdef.123': 'sent Bearer [masked]',
  'sent bearer%20abcdefgh': 'sent bearer%20[masked]',
  'sent Basic dXNlcjpw next': 'sent Basic [masked] next',
  'get https://user:pa@ss@host/path': 'get https://[masked]@host/path',
  'get https://only-a-token@host/path': 'get https://[masked]@host/path',
  'get amqp://user:pa/ss@host/path': 'get amqp://[masked]@host/path',
  'failed for user "me" with password "hunter2"': 'failed for user "me" with password "[masked]"',
  'the token is \\"abcdef\\", and': 'the token is \\"[masked]\\", and',
  'with sha256~abcdefghijklmnopqrstuvw': 'with [masked]',
  'post https://hooks.slack.com/services/T0/B0/abcDEF12 next':
    'post https://hooks.slack.com/services/[masked] next',
  'joined with abcdef.0123456789abcdef': 'joined with [masked]',
  'with password=hunter2 user=me': 'with password=[masked] user=me',
  'password = hunter2': 'password = [masked]',
  'Password:hunter2': 'Password:[masked]',
  'DB_PASSWORD=hunter2': 'DB_PASSWORD=[masked]',
  '{"password":"hun\\"ter2","user":"me"}': '{"password":"[masked]","user":"me"}',
  '{\\"password\\":\\"hunter2\\",\\"user\\":\\"me\\"}':
    '{\\"password\\":\\"[masked]\\",\\"user\\":\\"me\\"}',
  "token: 'a b c' # note": "token: '[masked]' # note",
  'token="cut off': 'token="[masked]',
  "secret='it'\\''s'": "secret='[masked]",
  'the tokens: [a, b], size: 3': 'the tokens: [masked] size: 3',
  'secret: {a: b}\nsize: 3': 'secret: [masked]\nsize: 3',
  'password: |\n  hunter2\n  hunter3\nsize: 3': 'password: [masked]\nsize: 3',
  'password:\n  hunter2': 'password:\n  [masked]',
  'get /path?size=3&token=abc': 'get /path?size=3&token=[masked]',
  'get token%3Dabc': 'get token%3D[masked]',
  'run --password hunter2 --size 3': 'run --password [masked] --size 3',
  'sent token: Bearer abc def': 'sent token: [masked] def',
  'size: 3\n- password: correct horse battery\nsize: 4': 'size: 3\n- password: [masked]\nsize: 4',
  'run curl -u me:hunter2 https://host': 'run curl -u [masked] https://host',
  'a <password>hunter2</password> <size>3</size>': 'a <password>[masked] <size>3</size>',
  'run --token=abc': 'run --token=[masked]',
  'Authorization: Digest a="b", c="d"': 'Authorization: [masked]',
  'Set-Cookie: a=b; Path=/': 'Set-Cookie: [masked]',
  'message="password=hunter2"': 'message="password=[masked]',
  'invalid token: password: hunter2 x': 'invalid token: [masked] [masked] x',
  '- name: DB_PASSWORD\n  value: hunter2\n': '- name: DB_PASSWORD\n  value: [masked]\n',
  '{"name":"TOKEN","value":"abc"}': '{"name":"TOKEN","value":"[masked]"}',
  [`data ${'aB3'.repeat(16)}==`]: 'data [masked]',
  [`data ${'aB3'.repeat(16)}%2F%3D`]: 'data [masked]',
};

/** What stays as it is. */
const SHOWN = [
  '',
  'failed to pull image "quay.io/a/b@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"',
  'docker://registry.example.com:5000/a@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  'MountVolume.SetUp failed for volume "x" : secret "lamp" not found',
  'secretName: lamp, tokenSecretRef=lamp',
  'Unexpected token "<" in JSON',
  'secrets "lamp" is forbidden: User "system:serviceaccount:a:b" cannot get resource "secrets"',
  'Basic configuration is there',
  'Get "https://10.43.0.1:443/apis/a/b": dial tcp 10.43.0.1:443: connect: connection refused',
  '0 of 1 replicas are available; uid 0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f',
  '/tmp/microshift-optional-test-AaHd3D/archive-healthy/namespaces/shop',
  '-----BEGIN CERTIFICATE-----',
];

describe('maskText', () => {
  for (const [text, masked] of Object.entries(MASKED)) {
    it(JSON.stringify(text), () => {
      assert.equal(maskText(text), masked);
    });
  }

  it('leaves what is no secret', () => {
    for (const text of SHOWN) assert.equal(maskText(text), text);
  });

  it('has an example here for each of its forms', () => {
    const texts = Object.keys(MASKED);
    const without = FORMS.filter(({ pattern }) => !texts.some((text) => text.search(pattern) >= 0));
    assert.deepEqual(without, []);
  });

  const secret = fc.stringMatching(/^[a-zA-Z0-9]{4}S3cr3t[a-zA-Z0-9]{4}$/);
  const carrier = fc.constantFrom<(value: string) => string>(
    (value) => `password=${value}`,
    (value) => `{"token":"${value}"}`,
    (value) => `{\\"clientSecret\\": \\"${value}\\"}`,
    (value) => `Authorization: Bearer ${value}`,
    (value) => `Authorization: Basic ${Buffer.from(value).toString('base64')}`,
    (value) => `https://user:${value}@host/`,
    (value) => `--api-key ${value}`,
    (value) => `name: PASSWORD\nvalue: "${value}"`,
    (value) => `-----BEGIN PRIVATE KEY-----\n${value}\n-----END PRIVATE KEY-----`,
    (value) => `eyJ${value}.${value}.${value}`,
    (value) => `password: >-\n  ${value}\n`,
    (value) => `passwords: [x, ${value}]`,
  );
  const noise = fc
    .array(
      fc.oneof(
        fc.constantFrom(
          '"',
          "'",
          '\\',
          '=',
          ':',
          '{',
          '[',
          '|',
          'name',
          'token',
          'Bearer',
          '\n',
          ' ',
        ),
        fc.string({ maxLength: 6 }),
      ),
      { maxLength: 8 },
    )
    .map((parts) => parts.join(''));

  it('leaves nothing of a secret that is marked as one, whatever is around it', () => {
    fc.assert(
      fc.property(noise, carrier, secret, noise, (before, carry, value, after) => {
        const masked = maskText(`${before}\n${carry(value)}\n${after}`);
        assert.ok(!masked.includes(value), masked);
        assert.ok(!masked.includes(Buffer.from(value).toString('base64').slice(0, 16)), masked);
      }),
      { seed: 1, numRuns: 2000 },
    );
  });

  it('leaves what nothing marks as a secret', () => {
    const words = fc.constantFrom(
      'failed',
      'the secret lamp',
      'a token',
      'registry.example.com/lamp:1',
      '(sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855)',
      '0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f',
      'https://10.43.0.1:443/apis',
      'size=3',
      'name: lamp',
      'value: 5',
      '"quoted"',
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 12 }), (all) => {
        assert.equal(maskText(all.join(', ')), all.join(', '));
      }),
      { seed: 2, numRuns: 500 },
    );
  });

  it('comes to an end with texts that are made to be slow', () => {
    for (const part of [
      'a',
      ' ',
      'token',
      'token=',
      'token="',
      '\\',
      '://',
      'a:',
      'eyJ',
      'A1b',
      'token: |\n ',
      'token={',
    ]) {
      assert.ok(maskText(part.repeat(65_536 / part.length)).length > 0, part);
    }
  });
});

describe('maskLines', () => {
  it('sees a key whose lines are items', () => {
    const lines = ['before', ...KEY.split('\n'), 'after'];
    assert.deepEqual(maskLines(lines), ['before', '[masked]', 'after']);
  });

  it('keeps items apart, whatever is in them', () => {
    const lines = ['a\nb', '', 'token=abc', 'c'];
    assert.deepEqual(maskLines(lines), ['a\nb', '', 'token=[masked]', 'c']);
  });
});
