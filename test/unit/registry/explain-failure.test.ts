import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { explainFailure, skopeoWords } from '../../../src/registry/explain-failure.ts';
import type { FailureReason } from '../../../src/registry/registry-failure.ts';

/** As skopeo writes it where stderr is no terminal. */
const fatal = (message: string): string =>
  `time="2026-11-21T10:58:47Z" level=fatal msg=${JSON.stringify(message)}\n`;

describe('explainFailure', () => {
  // Words of skopeo 1.9 and 1.14 to 1.18, of docker-registry 2.8, quay.io and others.
  const cases: [failure: FailureReason, words: string][] = [
    [
      'unreachable',
      'pinging container registry h: Get "https://h/v2/": dial tcp: lookup h on 10.0.0.1:53: no such host',
    ],
    [
      'unreachable',
      'pinging container registry h: Get "https://h/v2/": dial tcp 10.0.0.1:443: connect: connection refused',
    ],
    [
      'unreachable',
      'pinging container registry h: Get "https://h/v2/": dial tcp 10.0.0.1:443: i/o timeout',
    ],
    [
      'unreachable',
      'pinging container registry h: Get "https://h/v2/": x509: certificate signed by unknown authority',
    ],
    [
      'unreachable',
      'pinging container registry h: Get "https://h/v2/": tls: failed to verify certificate: x509: certificate has expired',
    ],
    [
      'unreachable',
      'pinging container registry h: Get "https://h/v2/": http: server gave HTTP response to HTTPS client',
    ],
    [
      'unreachable',
      'pinging container registry h: received unexpected HTTP status: 503 Service Unavailable',
    ],
    [
      'unreachable',
      'reading manifest 1 in h/a: toomanyrequests: You have reached your pull rate limit.',
    ],
    ['no-space', 'writing blob: write /tmp/b: no space left on device'],
    ['no-space', 'writing blob: write /tmp/b: disk quota exceeded'],
    ['unreachable', 'reading blob sha256:0: Get "https://h/v2/a/blobs/sha256:0": unexpected EOF'],
    [
      'unauthorized',
      'reading manifest 1 in h/a: unauthorized: access to the requested resource is not authorized',
    ],
    [
      'unauthorized',
      'unable to retrieve auth token: invalid username/password: unauthorized: authentication required',
    ],
    [
      'unauthorized',
      'reading manifest 1 in h/a: denied: requested access to the resource is denied',
    ],
    ['unauthorized', 'reading manifest 1 in h/a: StatusCode: 403, <html>'],
    ['not-found', 'reading manifest 1 in h/a: manifest unknown: manifest unknown'],
    ['not-found', 'reading manifest 1 in h/a: name unknown: repository name not known to registry'],
    ['rejected', 'Source image rejected: Running image docker://h/a:1 is rejected by policy.'],
    ['rejected', 'Source image rejected: A signature was required, but no signature exists'],
    ['invalid', 'reading blob: Digest did not match, expected sha256:0, got sha256:1'],
    ['invalid', 'something that nobody has seen before'],
  ];
  const misleading: typeof cases = [
    ['not-found', 'reading manifest 403 in h/certificate/denied: manifest unknown'],
    ['not-found', 'reading manifest v1.503 in unauthorized.example.com/a: manifest unknown'],
    [
      'unreachable',
      'pinging container registry denied.io:404: Get "https://denied.io:404/v2/": EOF',
    ],
    ['rejected', 'Source image rejected: Running image docker://h/tls:404 is rejected by policy.'],
    [
      'rejected',
      'Error loading trust policy: open /etc/containers/policy.json: no such file or directory',
    ],
    [
      'unauthorized',
      'error getting credentials - err: exec: "docker-credential-x": executable file not found in $PATH',
    ],
    [
      'unreachable',
      '(Mirrors also failed: [m.io/a:1: reading manifest 1 in m.io/a: manifest unknown]): h/a:1: pinging container registry h: Get "https://h/v2/": dial tcp: lookup h: no such host',
    ],
  ];
  for (const [failure, words] of [...cases, ...misleading]) {
    it(`takes "${words}" for ${failure}`, () => {
      const found = explainFailure(
        'h',
        fatal(`Error parsing image name "docker://h/a:1": ${words}`),
      );
      assert.equal(found.failure, failure);
      assert.equal(found.message, `h: ${words}`);
      assert.notEqual(found.hint, '');
    });
  }
});

it('tells a full disk from a wrong image', () => {
  const { hint } = explainFailure(
    'h',
    fatal('writing blob: write /tmp/b: no space left on device'),
  );
  assert.match(hint, /TMPDIR/);
});

describe('skopeoWords', () => {
  it('takes the last line, whatever went before', () => {
    const warning = 'time="x" level=warning msg="Failed, retrying in 1s ... (1/2). Error: first"\n';
    assert.equal(skopeoWords(`${warning}${fatal('second "quoted"')}`), 'second "quoted"');
    assert.equal(skopeoWords('Error: flat words\n'), 'Error: flat words');
    assert.equal(skopeoWords(''), '');
  });

  it('keeps a text that it cannot unquote', () => {
    assert.equal(
      skopeoWords(String.raw`time="x" level=fatal msg="a \x00 b"`),
      String.raw`a \x00 b`,
    );
  });

  for (const secret of [
    'Get "https://user:hunter2@h/v2/": refused',
    'Get "https://h/token?account=a&password=hunter2": refused',
    'Get "https://h/blob?X-Amz-Signature=hunter2": refused',
    'sent Authorization: Bearer hunter2',
    'sent Authorization: Basic hunter2=',
  ]) {
    it(`shows no secret of ${secret}`, () => {
      assert.doesNotMatch(skopeoWords(fatal(secret)), /hunter2/);
    });
  }

  it('makes one line of several', () => {
    const words = 'two errors occurred:\n\t* a\r\n\t* error: b\u001B[2J';
    assert.equal(skopeoWords(fatal(words)), 'two errors occurred: * a * error: b [2J');
  });

  it('cuts what is too long', () => {
    assert.ok(skopeoWords(fatal('x'.repeat(10_000))).length < 700);
  });
});
