import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { suite, test } from 'node:test';
import type { TestContext } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { createApiClient } from '../control-plane/api-client.ts';
import { sharedControlPlane } from '../control-plane/shared.ts';
import type { Fault } from '../support/fault-proxy/fault.ts';
import { createFaultProxy } from '../support/fault-proxy/fault-proxy.ts';
import { certificatesIn } from '../support/fault-proxy/upstream.ts';
import { configMap, temporaryDirectory } from '../support/trees.ts';

/* What the tests of faults rest on: that each fault is what it says, at the victim and at the server. */

suite('createFaultProxy', () => {
  const plane = sharedControlPlane();
  const certificates = certificatesIn(plane.directory);
  const real = createApiClient(plane.server, certificates);

  const start = async (t: TestContext) => {
    const proxy = await createFaultProxy(plane, await temporaryDirectory(t));
    t.after(() => proxy.close());
    return { proxy, api: createApiClient(proxy.server, certificates) };
  };
  const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';
  const create = async (
    { proxy, api }: Awaited<ReturnType<typeof start>>,
    name: string,
    fault?: Fault,
  ) => {
    proxy.onRequest = () => fault;
    const answer = await api('POST', CONFIG_MAPS, configMap('default', name)).then(
      ({ status, body }) => `${status} ${body}`,
      String,
    );
    const { status } = await real('GET', `${CONFIG_MAPS}/${name}`);
    return { answer, isDone: status === 200 };
  };

  const table: [string, Fault | undefined, RegExp, boolean][] = [
    ['pass', undefined, /^201 \{"kind":"ConfigMap".*\}\n?$/s, true],
    ['answer', { do: 'answer', status: 503, body: 'not now' }, /^503 not now$/, false],
    ['delay', { do: 'delay', milliseconds: 10 }, /^201 /, true],
    ['reset', { do: 'reset' }, /socket hang up/, false],
    ['lose', { do: 'lose' }, /socket hang up/, true],
    ['half-reset', { do: 'half', bytes: 9, ending: 'reset' }, /aborted/, true],
    ['half-clean', { do: 'half', bytes: 9, ending: 'clean' }, /^201 \{"kind":"$/, true],
  ];
  for (const [name, fault, expected, isDone] of table) {
    test(`${name}: the server ${isDone ? 'does it' : 'sees nothing'}`, async (t) => {
      const running = await start(t);
      const result = await create(running, `proxy-${name}`, fault);
      assert.match(result.answer, expected);
      assert.equal(result.isDone, isDone);
      const [request] = running.proxy.requests;
      assert.deepEqual(
        [request?.number, request?.method, request?.url, request?.isWatch],
        [1, 'POST', CONFIG_MAPS, false],
      );
      assert.match(request?.body ?? '', new RegExp(`proxy-${name}`));
    });
  }

  test('refuse: connections are refused until it accepts them again', async (t) => {
    const running = await start(t);
    const first = await create(running, 'proxy-refuse', { do: 'refuse' });
    assert.match(first.answer, /socket hang up/);
    assert.match((await create(running, 'proxy-refuse')).answer, /ECONNREFUSED/);
    await running.proxy.accept();
    assert.match((await create(running, 'proxy-refuse')).answer, /^201/);
  });

  for (const visibility of ['seen', 'unseen'] as const) {
    test(`kill: the server has done it, the victim is dead, the answer ${visibility}`, async (t) => {
      const running = await start(t);
      const { proxy } = running;
      const script = `const { request } = require('node:https');
        const call = request(process.argv[1], { method: 'POST', rejectUnauthorized: false,
          headers: { 'content-type': 'application/json' } });
        call.on('response', () => require('node:fs').writeSync(1, 'seen'));
        call.on('close', () => setInterval(() => {}, 1000));
        call.end(process.argv[2]);`;
      const name = `proxy-kill-${visibility}`;
      const url = `${proxy.server}${CONFIG_MAPS}`;
      const object = JSON.stringify(configMap('default', name));
      const victim = spawn(process.execPath, ['-e', script, url, object]);
      let printed = '';
      victim.stdout.on('data', (chunk: Buffer) => {
        printed += chunk.toString();
      });
      proxy.onRequest = () => ({ do: 'kill', pid: victim.pid ?? 0, answer: visibility });
      const [, signal] = (await once(victim, 'close')) as [number | null, string | null];
      assert.equal(signal, 'SIGKILL');
      // Handed to the connection is not read: whether the victim came to act on it is open.
      if (visibility === 'unseen') assert.equal(printed, '');
      assert.equal((await real('GET', `${CONFIG_MAPS}/${name}`)).status, 200);
    });
  }

  test('watches pass as they come, and are cut', async (t) => {
    const { proxy, api } = await start(t);
    const watch = api('GET', `${CONFIG_MAPS}?watch=1&timeoutSeconds=600`);
    const ended = assert.rejects(watch, /aborted|socket hang up/);
    await api('POST', CONFIG_MAPS, configMap('default', 'proxy-watch'));
    assert.deepEqual(
      proxy.requests.map(({ isWatch }) => isWatch),
      [true, false],
    );
    while (proxy.requests[0]?.status === undefined) await delay(10);
    proxy.cutWatches();
    await ended;
  });
});
