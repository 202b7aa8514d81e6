import assert from 'node:assert/strict';
import { rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { createClient } from '../../../src/cluster/client.ts';
import { DeadlineError } from '../../../src/deadline.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { collect } from './support/collect.ts';
import { manualDeadline } from './support/errors.ts';
import { closedServer, localServer } from './support/local-server.ts';

const GET = { method: 'GET', path: '/a', accept: 'text/plain' } as const;
const GET_JSON = { method: 'GET', path: '/a' } as const;

function kubeconfig(server: URL, token = 'T'): string {
  return JSON.stringify({
    'current-context': 'here',
    contexts: [{ name: 'here', context: { cluster: 'c', user: 'u' } }],
    clusters: [{ name: 'c', cluster: { server: server.href } }],
    users: [{ name: 'u', user: { token } }],
  });
}

/** A client whose troubles are told to `onTrouble`, which may write the kubeconfig anew. */
async function setUp(
  test: TestContext,
  content: string | undefined,
  onTrouble: (message: string, write: (text: string) => Promise<void>) => unknown = () => {},
) {
  const file = path.join(await temporaryDirectory(test), 'kubeconfig');
  const write = async (text: string): Promise<void> => {
    await writeFile(`${file}.new`, text);
    await rename(`${file}.new`, file);
  };
  if (content !== undefined) await write(content);
  const deadline = manualDeadline();
  const troubles: string[] = [];
  const client = createClient({
    kubeconfig: file,
    userAgent: 'tester/1',
    signal: deadline.signal,
    onTrouble: ({ message }) => {
      troubles.push(message);
      void onTrouble(message, write);
    },
  });
  test.after(() => {
    deadline.pass();
    client.close();
  });
  return { client, deadline, troubles, write };
}

describe('createClient', () => {
  it('reads the kubeconfig with the first request, and not again', async (t) => {
    const server = await localServer(t, ({ headers }, response) => {
      response.end(headers.authorization);
    });
    const { client, troubles, write } = await setUp(t, undefined);
    await write(kubeconfig(server, 'first'));
    assert.equal(await client.request(GET), 'Bearer first');
    await write(kubeconfig(server, 'second'));
    assert.equal(await client.request(GET), 'Bearer first');
    assert.equal(client.lastTrouble(), '');
    assert.deepEqual(troubles, []);
  });

  it('waits for a kubeconfig that is not there yet', async (t) => {
    const server = await localServer(t, (_request, response) => response.end('done'));
    const { client, troubles } = await setUp(t, undefined, (_message, write) =>
      write(kubeconfig(server)),
    );
    assert.equal(await client.request(GET), 'done');
    assert.match(client.lastTrouble(), /^ENOENT/);
    assert.equal(troubles.length, 1);
  });

  it('reads the kubeconfig again after 401', async (t) => {
    const server = await localServer(t, ({ headers }, response) => {
      response.writeHead(headers.authorization === 'Bearer new' ? 200 : 401).end('who?');
    });
    const { client, troubles } = await setUp(t, kubeconfig(server, 'old'), (_message, write) =>
      write(kubeconfig(server, 'new')),
    );
    assert.equal(await client.request(GET), 'who?');
    assert.deepEqual(troubles, ['who?']);
  });

  it('reads the kubeconfig again after a refused connection', async (t) => {
    const server = await localServer(t, (_request, response) => response.end('done'));
    const { client, troubles } = await setUp(
      t,
      kubeconfig(await closedServer()),
      (_message, write) => write(kubeconfig(server)),
    );
    assert.equal(await client.request(GET), 'done');
    assert.match(troubles.join(), /ECONNREFUSED/);
  });

  it('keeps its credentials where the server answers anything else', async (t) => {
    const answers = [503, 503, 200];
    const server = await localServer(t, ({ headers }, response) => {
      response.writeHead(answers.shift() ?? 500).end(headers.authorization);
    });
    const { client, troubles } = await setUp(t, kubeconfig(server, 'old'), (_message, write) =>
      write(kubeconfig(server, 'new')),
    );
    assert.equal(await client.request(GET), 'Bearer old');
    assert.deepEqual(troubles, ['Bearer old'], 'the same trouble twice is told once');
  });

  it('tells each request what it is retried for', async (t) => {
    const answers = [503, 503, 200];
    const server = await localServer(t, (_request, response) => {
      response.writeHead(answers.shift() ?? 500).end('wait');
    });
    const { client } = await setUp(t, kubeconfig(server));
    const told: string[] = [];
    await client.request(GET, { onRetry: ({ message }) => void told.push(message) });
    assert.deepEqual(told, ['wait', 'wait']);
    assert.equal(client.lastTrouble(), 'wait');
  });

  it('does not retry what is refused, nor what is final', async (t) => {
    const answers = [422, 500];
    const server = await localServer(t, (_request, response) => {
      response.writeHead(answers.shift() ?? 200).end();
    });
    const { client } = await setUp(t, kubeconfig(server));
    await assert.rejects(client.request(GET), { name: 'ApiError', status: 422 });
    await assert.rejects(client.request(GET, { isFinal: async () => true }), { status: 500 });
  });

  it('ends with a kubeconfig that the user has to mend, once it cannot be half-written', async (t) => {
    const now = performance.now.bind(performance);
    const { client, troubles } = await setUp(t, 'a: b', () => {
      t.mock.method(performance, 'now', () => now() + 60_000);
    });
    await assert.rejects(client.request(GET), { name: 'UserError' });
    assert.match(troubles.join(), /^the kubeconfig is not complete: has no current context [^,]*$/);
  });

  it('takes certificates that cannot be used for half of some', async (t) => {
    const half = Buffer.from('-----BEGIN CERTIFICATE-----\nMIIB').toString('base64');
    const server = await localServer(t, (_request, response) => response.end('done'));
    const pair = `"client-key-data":"${half}","client-certificate-data":"${half}","token"`;
    const broken = kubeconfig(server).replace('"token"', pair);
    const { client, troubles } = await setUp(t, broken, (_message, write) =>
      write(kubeconfig(server)),
    );
    assert.equal(await client.request(GET), 'done');
    assert.match(troubles.join(), /not complete: has certificates or a key that cannot be used: /);
  });

  it('goes on where a kubeconfig that worked is being replaced', async (t) => {
    const now = performance.now.bind(performance);
    const server = await localServer(t, ({ headers }, response) => {
      const isWelcome = headers.authorization !== 'Bearer old' || asked === 0;
      asked += 1;
      response.writeHead(isWelcome ? 200 : 401).end('done');
    });
    let asked = 0;
    const { client, troubles, write } = await setUp(t, kubeconfig(server, 'old'), (message) => {
      t.mock.method(performance, 'now', () => now() + 60_000);
      if (message.startsWith('the kubeconfig')) void write(kubeconfig(server, 'new'));
      else void write('half: a kubeconfig');
    });
    assert.equal(await client.request(GET), 'done');
    assert.equal(await client.request(GET), 'done');
    assert.deepEqual(
      troubles.map((text) => text.split(':')[0]),
      ['done', 'the kubeconfig is not complete'],
    );
  });

  for (const [name, answer] of [
    ['a page of something else', '<html>Welcome</html>'],
    ['half an answer', '{"kind":"ConfigMap","metadata":{"na'],
    ['nothing', ''],
    ['what is no object', '{"error":"log in"}'],
    ['a Status', '{"kind":"Status","status":"Success"}'],
  ] as const) {
    it(`asks again where a success is ${name}`, async (t) => {
      const answers = [answer];
      const good = '{"kind":"ConfigMap"}';
      const server = await localServer(t, (_request, response) => {
        response.end(answers.shift() ?? good);
      });
      const { client, troubles } = await setUp(t, kubeconfig(server));
      assert.equal(await client.request(GET_JSON), good);
      assert.match(troubles.join(), /^an answer that is not the API server's: /);
    });
  }

  it('ends with the deadline, whatever it is doing', async (t) => {
    const server = await localServer(t, () => deadline.pass());
    const { client, deadline } = await setUp(t, kubeconfig(server));
    await assert.rejects(client.request(GET), DeadlineError);
    await assert.rejects(client.request(GET), DeadlineError);
  });

  it('gives lines until the answer ends', async (t) => {
    const server = await localServer(t, (_request, response) => response.end('a\nb\n'));
    const { client } = await setUp(t, kubeconfig(server));
    const lines = await collect(client.lines(GET, new AbortController().signal));
    assert.deepEqual(lines, ['a', 'b']);
  });

  it('does not retry lines, but reads the kubeconfig again for the next', async (t) => {
    const server = await localServer(t, (_request, response) => response.end('a\n'));
    const { client, write } = await setUp(t, kubeconfig(await closedServer()));
    const lines = () => collect(client.lines(GET, new AbortController().signal));
    await assert.rejects(lines(), { code: 'ECONNREFUSED' });
    await write(kubeconfig(server));
    assert.deepEqual(await lines(), ['a']);
  });
});
