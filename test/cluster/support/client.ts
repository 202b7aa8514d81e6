import type { TestContext } from 'node:test';
import { createClient } from '../../../src/cluster/client.ts';
import type { Client } from '../../../src/cluster/client.ts';
import { startDeadline } from '../../../src/deadline.ts';

/** A client of the test's own. Its deadline is only there so that a hanging test cannot hang the suite. */
export function testClient(test: TestContext, { kubeconfig }: { kubeconfig: string }): Client {
  const deadline = startDeadline(300_000);
  const client = createClient({
    kubeconfig,
    userAgent: 'tester/1',
    signal: deadline.signal,
    onTrouble: () => {},
  });
  test.after(() => {
    deadline.end();
    client.close();
  });
  return client;
}

/** What a client ends with that was killed. */
export class Killed extends Error {
  override readonly name = 'Killed';
}

/**
 * The client of a process that is killed after `count` requests: it sends no more, and nobody hears what the
 * last one was answered.
 */
export function killedAfter(client: Client, count: number): Client {
  let sent = 0;
  return {
    ...client,
    request: async (request, options) => {
      sent += 1;
      if (sent > count) throw new Killed();
      const answer = await client.request(request, options);
      if (sent >= count) throw new Killed();
      return answer;
    },
  };
}

/** A client to whom every refusal is final, also a conflict. */
export function impatient(client: Client): Client {
  return {
    ...client,
    request: (request) => client.request(request, { isFinal: async () => true }),
  };
}
