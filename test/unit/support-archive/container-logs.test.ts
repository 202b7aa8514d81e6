import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  LOG_BYTES,
  endOfLog,
  logPath,
  wantedLogs,
} from '../../../src/support-archive/container-logs.ts';

const pod = (status: object): object => ({ metadata: { namespace: 'shop', name: 'lamp' }, status });
const wanted = (container: object): string[] =>
  wantedLogs(pod({ containerStatuses: [{ name: 'main', ...container }] })).map(({ run }) => run);

describe('wantedLogs', () => {
  it('are those of containers that are not ready, or were started again', () => {
    const running = { state: { running: {} } };
    assert.deepEqual(wanted({ ready: true, restartCount: 0, ...running }), []);
    assert.deepEqual(wanted({ ready: false, restartCount: 0, ...running }), ['current']);
    assert.deepEqual(wanted({ ready: true, restartCount: 2, ...running }), ['current', 'previous']);
    const crashed = { state: { waiting: {} }, lastState: { terminated: { exitCode: 1 } } };
    assert.deepEqual(wanted({ ready: false, restartCount: 0, ...crashed }), ['previous']);
    assert.deepEqual(wanted({ ready: false, restartCount: 0, state: { waiting: {} } }), []);
    assert.deepEqual(
      wanted({ ready: false, restartCount: 0, state: { terminated: { exitCode: 0 } } }),
      [],
    );
  });

  it('are of init containers and ephemeral ones too, and not of a pod that has ended well', () => {
    const status = {
      name: 'x',
      ready: false,
      restartCount: 0,
      state: { terminated: { exitCode: 1 } },
    };
    const all = {
      initContainerStatuses: [{ ...status, name: 'init' }],
      containerStatuses: [status],
      ephemeralContainerStatuses: [{ ...status, name: 'debug' }],
    };
    assert.deepEqual(
      wantedLogs(pod(all)).map(({ container }) => container),
      ['init', 'x', 'debug'],
    );
    assert.deepEqual(wantedLogs(pod({ ...all, phase: 'Succeeded' })), []);
  });
});

describe('logPath', () => {
  it('asks for a bounded end of one container', () => {
    const log = { namespace: 'a', pod: 'b/c', container: 'd&e', run: 'previous' } as const;
    assert.equal(
      logPath(log),
      '/api/v1/namespaces/a/pods/b%2Fc/log?container=d%26e&tailLines=200&limitBytes=262144&previous=true',
    );
  });
});

describe('endOfLog', () => {
  it('is whole lines, so many and so large', () => {
    const lines = Array.from({ length: 300 }, (_, index) => `line ${index}`);
    assert.equal(endOfLog(`${lines.join('\n')}\n`), `${lines.slice(-200).join('\n')}\n`);
    const long = Array.from({ length: 100 }, (_, index) => `${index} ${'é'.repeat(1000)}`);
    const end = endOfLog(long.join('\n'));
    assert.ok(Buffer.byteLength(end) <= LOG_BYTES);
    assert.ok(long.join('\n').endsWith(`\n${end}`));
    assert.equal(endOfLog('x'.repeat(LOG_BYTES + 1)), '');
  });
});
