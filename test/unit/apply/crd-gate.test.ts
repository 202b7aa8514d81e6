import assert from 'node:assert/strict';
import { PassThrough, Readable } from 'node:stream';
import { describe, it } from 'node:test';
import { GateError, openCrdGate } from '../../../src/apply/crd-gate.ts';
import type { ApiRequest } from '../../../src/cluster/connection.ts';
import { DeadlineError } from '../../../src/deadline.ts';
import { manualDeadline, networkError, notFound, statusError } from '../cluster/support/errors.ts';
import { fakeClient, requestLines } from '../cluster/support/fake-client.ts';
import { ESTABLISHED, live, modified } from '../cluster/support/live.ts';

const CRDS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const events = (): PassThrough => new PassThrough({ objectMode: true });
const established = (name: string) => live(name, ESTABLISHED, { resourceVersion: '9' });
const REFUSED = ['NamesAccepted=False', 'Established=False'];

/** Answers lists with versions 1, 2, …, and a CRD by what `crds` holds at that time. */
function crdServer(crds: Record<string, object> = {}) {
  let version = 0;
  return ({ path }: ApiRequest): object => {
    if (path.includes('?limit=')) {
      version += 1;
      return { metadata: { resourceVersion: String(version) } };
    }
    const found = crds[path.slice(CRDS.length + 1)];
    if (found === undefined) throw notFound();
    return found;
  };
}

describe('openCrdGate', () => {
  it('lets pass at once, without a watch, what the answer says is Established', async () => {
    const client = fakeClient({ answer: crdServer() });
    const gate = await openCrdGate(client);
    await gate.established('a', established('a'));
    assert.deepEqual(requestLines(client), [`GET ${CRDS}?limit=1`]);
  });

  it('watches from the version before anything was written, once for all', async (t) => {
    const stream = events();
    const client = fakeClient({ answer: crdServer(), watch: () => stream });
    const gate = await openCrdGate(client);
    t.after(gate.close);
    const both = ['a', 'b'].map((name) => gate.established(name, live(name)));
    stream.write({ type: 'BOOKMARK', object: { metadata: { resourceVersion: '5' } } });
    stream.write(modified(live('a', ['NamesAccepted=True', 'Established=False'])));
    stream.write(modified(established('b')));
    stream.write(modified(established('a')));
    await Promise.all(both);
    assert.deepEqual(requestLines(client).slice(1), [
      `GET ${CRDS}?watch=1&resourceVersion=1&timeoutSeconds=10`,
    ]);
  });

  it('remembers what the watch said before the answer to the apply came', async (t) => {
    const stream = events();
    const gate = await openCrdGate(fakeClient({ answer: crdServer(), watch: () => stream }));
    t.after(gate.close);
    const first = gate.established('a', live('a'));
    stream.write(modified(established('b')));
    stream.write(modified(established('a')));
    await first;
    await gate.established('b', live('b'));
  });

  it('ends what waits for a CRD whose names are not accepted, and nothing else', async (t) => {
    const stream = events();
    const gate = await openCrdGate(fakeClient({ answer: crdServer(), watch: () => stream }));
    t.after(gate.close);
    const [a, b] = [gate.established('a', live('a')), gate.established('b', live('b'))];
    stream.write(modified(live('a', REFUSED)));
    stream.write(modified(established('b')));
    await assert.rejects(a, GateError);
    await assert.rejects(a, /names are not accepted: NamesAccepted says False/);
    await b;
  });

  it('does not wait for a CRD that is being deleted, though it is Established', async () => {
    const gate = await openCrdGate(fakeClient({ answer: crdServer() }));
    const crd = live('a', ESTABLISHED, { deletionTimestamp: '2026-01-01T00:00:00Z' });
    await assert.rejects(gate.established('a', crd), GateError);
  });

  for (const [name, broken] of [
    ['ends', () => Readable.from([])],
    ['breaks', () => events().destroy(networkError('ECONNRESET'))],
  ] as const) {
    it(`reads what it waits for again when the watch ${name}, and watches from there`, async (t) => {
      const streams: Readable[] = [broken()];
      const second = events();
      const client = fakeClient({
        answer: crdServer({ a: established('a'), b: live('b') }),
        watch: () => streams.shift() ?? second,
      });
      const gate = await openCrdGate(client);
      t.after(gate.close);
      const b = gate.established('b', live('b'));
      await gate.established('a', live('a'));
      second.write(modified(established('b')));
      await b;
      assert.deepEqual(requestLines(client).slice(1), [
        `GET ${CRDS}?watch=1&resourceVersion=1&timeoutSeconds=10`,
        `GET ${CRDS}?limit=1`,
        `GET ${CRDS}/b`,
        `GET ${CRDS}/a`,
        `GET ${CRDS}?watch=1&resourceVersion=2&timeoutSeconds=10`,
      ]);
    });
  }

  it('ends with the deadline', async () => {
    const { signal, pass } = manualDeadline();
    const gate = await openCrdGate(fakeClient({ answer: crdServer(), watch: events, signal }));
    const waiting = gate.established('a', live('a'));
    pass();
    await assert.rejects(waiting, DeadlineError);
  });

  it('ends what waits when the API server refuses the watch', async () => {
    const refusal = statusError(403, { reason: 'Forbidden', message: 'no right to watch' });
    const watch = (): Readable => events().destroy(refusal);
    const gate = await openCrdGate(fakeClient({ answer: crdServer(), watch }));
    await assert.rejects(gate.established('a', live('a')), refusal);
  });
});

describe('openCrdGate when the watch does not go on', () => {
  it('reminds the API server of a CRD that it has left half established', async (t) => {
    const streams = [Readable.from([])];
    const second = events();
    const half = live('a', ['NamesAccepted=True', 'Established=False']);
    const server = crdServer({ a: half, b: live('b') });
    const client = fakeClient({
      answer: (request) => {
        if (request.method !== 'PATCH') return server(request);
        if (request.body?.includes('null')) second.write(modified(established('a')));
        return {};
      },
      watch: () => streams.shift() ?? second,
    });
    const gate = await openCrdGate(client);
    t.after(gate.close);
    gate.established('b', live('b')).catch(() => {});
    await gate.established('a', half);
    const patches = client.requests.filter(({ method }) => method === 'PATCH');
    assert.deepEqual(
      patches.map(({ path, body }) => [path, JSON.parse(String(body)).metadata.annotations]),
      ['please', null].map((reminder) => [
        `${CRDS}/a?fieldManager=microshift-optional`,
        { 'optional.microshift.io/establish': reminder },
      ]),
    );
  });

  it('goes on where the API server will not be reminded of a CRD', async (t) => {
    const streams = [Readable.from([])];
    const second = events();
    const half = live('a', ['NamesAccepted=True', 'Established=False']);
    const server = crdServer({ a: half });
    const client = fakeClient({
      answer: (request) => {
        if (request.method === 'PATCH') throw notFound();
        return server(request);
      },
      watch: () => streams.shift() ?? second,
    });
    const gate = await openCrdGate(client);
    t.after(gate.close);
    const waiting = gate.established('a', half);
    second.write(modified(established('a')));
    await waiting;
  });

  it('starts over where its version is too old (410 Gone, as an event)', async (t) => {
    const gone = { kind: 'Status', code: 410, reason: 'Expired', message: 'too old' };
    const streams = [Readable.from([{ type: 'ERROR', object: gone }])];
    const client = fakeClient({
      answer: crdServer({ a: established('a') }),
      watch: () => streams.shift() ?? events(),
    });
    const gate = await openCrdGate(client);
    t.after(gate.close);
    await gate.established('a', live('a'));
  });

  it('reads what is only asked about after the gap, and was Established in it', async (t) => {
    const streams = [Readable.from([])];
    const crds: Record<string, object> = { a: live('a') };
    const { promise: watching, resolve } = Promise.withResolvers<void>();
    const client = fakeClient({
      answer: crdServer(crds),
      watch: () => {
        const first = streams.shift();
        if (first === undefined) resolve();
        return first ?? events();
      },
    });
    const gate = await openCrdGate(client);
    t.after(gate.close);
    gate.established('a', live('a')).catch(() => {});
    await watching;
    crds.b = established('b');
    await gate.established('b', live('b'));
  });

  it('a CRD that somebody deleted meanwhile keeps no other waiting', async (t) => {
    const streams = [Readable.from([])];
    const client = fakeClient({
      answer: crdServer({ b: established('b') }),
      watch: () => streams.shift() ?? events(),
    });
    const gate = await openCrdGate(client);
    t.after(gate.close);
    gate.established('a', live('a')).catch(() => {});
    await gate.established('b', live('b'));
  });

  it('still ends what asks after the API server refused the watch', async () => {
    const { signal, pass } = manualDeadline();
    const refusal = statusError(403, { reason: 'Forbidden', message: 'no right to watch' });
    const watch = (): Readable => events().destroy(refusal);
    const gate = await openCrdGate(fakeClient({ answer: crdServer(), watch, signal }));
    await assert.rejects(gate.established('a', live('a')), refusal);
    let state = 'waits';
    const second = gate.established('b', live('b')).catch(() => {
      state = 'ended';
    });
    pass();
    const { promise: turn, resolve } = Promise.withResolvers<void>();
    setTimeout(resolve, 100);
    await Promise.race([second, turn]);
    assert.equal(state, 'ended');
  });
});
