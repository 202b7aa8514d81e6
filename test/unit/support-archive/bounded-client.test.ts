import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ApiError } from '../../../src/cluster/api-error.ts';
import { MalformedAnswer } from '../../../src/cluster/check-answer.ts';
import { NoAnswer } from '../../../src/cluster/within-time.ts';
import { boundedClient } from '../../../src/support-archive/bounded-client.ts';
import { fakeClient } from '../cluster/support/fake-client.ts';

const get = (path: string) => ({ method: 'GET', path }) as const;

describe('boundedClient', () => {
  it('never asks for Secrets or tokens, however the path is written', async () => {
    const live = fakeClient({});
    const paths = [
      '/api/v1/secrets',
      '/api/v1/secrets?limit=1',
      '/api/v1/namespaces/a/secrets/b',
      '/api/v1/namespaces/a/%73ecrets',
      '/api/v1/namespaces/a/serviceaccounts/b/token',
    ];
    for (const path of paths) {
      await assert.rejects(boundedClient(live).request(get(path)), TypeError);
    }
    await assert.rejects(
      boundedClient(live).request({ method: 'DELETE', path: '/api/v1/pods' }),
      TypeError,
    );
    assert.deepEqual(live.requests, []);
    await boundedClient(live).request(get('/api/v1/namespaces/secrets'));
    await boundedClient(live).request(get('/apis/example.com/v1/secrets'));
    assert.equal(live.requests.length, 2);
  });

  it('has few requests at once', async () => {
    let [running, most] = [0, 0];
    const live = fakeClient({
      answer: async () => {
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
      },
    });
    const client = boundedClient(live);
    await Promise.all(Array.from({ length: 20 }, () => client.request(get('/x'))));
    assert.equal(most, 4);
  });

  it('asks a server that is not up again, one that fails three times, one that hangs once', async () => {
    const refused = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
    const failing = (times: number, error: Error) => {
      let left = times;
      const live = fakeClient({
        answer: () => {
          left -= 1;
          if (left >= 0) throw error;
          return {};
        },
      });
      return { live, asked: boundedClient(live).request(get('/x')) };
    };
    const starting = failing(2, refused);
    assert.equal(await starting.asked, '{}');
    assert.equal(starting.live.requests.length, 3);
    const broken = failing(9, new ApiError(503, '', undefined));
    await assert.rejects(broken.asked, ApiError);
    assert.equal(broken.live.requests.length, 3);
    const garbled = failing(9, new MalformedAnswer('<html>'));
    await assert.rejects(garbled.asked, MalformedAnswer);
    assert.equal(garbled.live.requests.length, 3);
    const forbidden = failing(9, new ApiError(403, '', undefined));
    await assert.rejects(forbidden.asked, ApiError);
    assert.equal(forbidden.live.requests.length, 1);
    const hanging = failing(9, new NoAnswer(5000));
    await assert.rejects(hanging.asked, NoAnswer);
    assert.equal(hanging.live.requests.length, 1);
  });
});
