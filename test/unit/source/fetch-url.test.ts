import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { sha256 } from '../../../src/digest.ts';
import { readSource } from '../../../src/source/read-source.ts';
import { problemsOfAsync } from '../support/problems.ts';
import { httpsServer } from './support/https-server.ts';
import type { HttpsServer } from './support/https-server.ts';

const BODY = 'kind: ConfigMap\n';
const fetchLimits = { retryDelay: 1 };

const read = ({ url, environment }: HttpsServer, path: string) =>
  readSource('api', `${url}${path}`, { environment, fetchLimits });
const problemOf = async (server: HttpsServer, path: string) => {
  const [problem, ...more] = await problemsOfAsync(() => read(server, path));
  assert.deepEqual(more, []);
  assert.ok(problem);
  return problem;
};

describe('readSource of a URL', () => {
  it('reads one file', async (test) => {
    const server = await httpsServer(test, (_, response) => response.end(BODY));
    const ref = `${server.url}a.yaml`;
    assert.deepEqual(await read(server, 'a.yaml#part'), {
      ref,
      files: [{ path: '', bytes: Buffer.from(BODY) }],
      origin: { kind: 'url', url: ref, sha256: sha256(BODY) },
    });
    assert.deepEqual(server.requests, ['GET /a.yaml']);
  });

  it('sends a query, and shows no value of it', async (test) => {
    const server = await httpsServer(test, (_, response) => response.end(BODY));
    const { ref, origin } = await read(server, 'a?token=hunter2&x=hunter2');
    assert.deepEqual(server.requests, ['GET /a?token=hunter2&x=hunter2']);
    assert.equal(ref, `${server.url}a?token=…&x=…`);
    assert.ok(origin?.kind === 'url' && origin.url === ref);
  });

  it('expands gzip', async (test) => {
    const server = await httpsServer(test, (request, response) => {
      assert.equal(request.headers['accept-encoding'], 'gzip');
      response.setHeader('content-encoding', 'gzip').end(gzipSync(BODY));
    });
    assert.equal((await read(server, '')).files[0]?.bytes.toString(), BODY);
  });

  it('follows redirects, and keeps the URL that was given', async (test) => {
    const server = await httpsServer(test, (request, response) => {
      const step = Number(request.url?.slice(1));
      if (step === 5) response.end(BODY);
      else response.writeHead(301 + (step % 3), { location: `/${step + 1}` }).end('moved');
    });
    assert.equal((await read(server, '0')).ref, `${server.url}0`);
    assert.equal(server.requests.length, 6);
  });

  it('asks again after what may pass', async (test) => {
    const answers = [503, 429, 'cut', 200];
    const server = await httpsServer(test, (_, response) => {
      const answer = answers.shift();
      if (answer === 'cut') response.destroy();
      else response.writeHead(Number(answer)).end(BODY);
    });
    assert.equal((await read(server, '')).files[0]?.bytes.toString(), BODY);
    assert.equal(server.requests.length, 4);
  });

  it('asks again for an answer that was cut', async (test) => {
    let asked = 0;
    const server = await httpsServer(test, (_, response) => {
      asked += 1;
      response.writeHead(200, { 'content-length': BODY.length });
      if (asked > 1) response.end(BODY);
      else response.write(BODY.slice(0, 3), () => response.destroy());
    });
    assert.equal((await read(server, '')).files[0]?.bytes.toString(), BODY);
    assert.equal(asked, 2);
  });
});

describe('readSource of a URL ends with', () => {
  for (const [status, code, times] of [
    [404, 'source-not-found', 1],
    [410, 'source-not-found', 1],
    [401, 'source-forbidden', 1],
    [403, 'source-forbidden', 1],
    [400, 'source-fetch-failed', 1],
    [204, 'source-fetch-failed', 1],
    [500, 'source-fetch-failed', 4],
  ] as const) {
    it(`${code} after ${status}, asked for ${times} time${times === 1 ? '' : 's'}`, async (test) => {
      const server = await httpsServer(test, (_, response) => response.writeHead(status).end());
      const problem = await problemOf(server, 'a?token=hunter2');
      assert.equal(problem.code, code);
      assert.ok(problem.message.startsWith(`source api: ${server.host} answered ${status} `));
      assert.equal(problem.at?.file, `${server.url}a?token=…`);
      assert.equal(server.requests.length, times);
    });
  }

  for (const [what, location, message] of [
    [
      'one to http',
      'http://u:hunter2@127.0.0.1:1/a',
      /redirects to http:\/\/127\.0\.0\.1:1, and so away/,
    ],
    ['one to a file', 'file:///etc/passwd', /redirects to file:/],
    ['one to nowhere', 'https://', /redirects to nowhere/],
    ['one without a target', '', /redirects to nowhere/],
    ['one to itself', '/', /redirects more than 5 times/],
  ] as const) {
    it(`source-redirect for ${what}`, async (test) => {
      const server = await httpsServer(test, (_, response) =>
        response.writeHead(302, { location }).end(),
      );
      const problem = await problemOf(server, '');
      assert.equal(problem.code, 'source-redirect');
      assert.match(problem.message, message);
      assert.doesNotMatch(problem.message, /hunter2/);
    });
  }

  for (const [what, encoding, body] of [
    ['another encoding', 'br', brotliCompressSync(BODY)],
    ['a damaged encoding', 'gzip', Buffer.from(BODY)],
    ['a cut encoding', 'gzip', gzipSync(BODY).subarray(0, 15)],
  ] as const) {
    it(`source-fetch-failed for ${what}`, async (test) => {
      const server = await httpsServer(test, (_, response) =>
        response.setHeader('content-encoding', encoding).end(body),
      );
      assert.equal((await problemOf(server, '')).code, 'source-fetch-failed');
    });
  }

  for (const [what, body, message] of [
    ['a web page', '\n<!DOCTYPE html><html>', /is a web page/],
    ['an archive', gzipSync(BODY), /is a gzip file/],
    ['a picture', Buffer.from('89504e470d0a1a0a0000', 'hex'), /is no text/],
  ] as const) {
    it(`source-not-manifests for ${what}`, async (test) => {
      const server = await httpsServer(test, (_, response) => response.end(body));
      const problem = await problemOf(server, 'a');
      assert.equal(problem.code, 'source-not-manifests');
      assert.match(problem.message, message);
      assert.equal(problem.at?.file, `${server.url}a`);
    });
  }
});
