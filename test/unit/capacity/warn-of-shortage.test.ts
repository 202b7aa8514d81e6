import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { warnOfShortage } from '../../../src/capacity/warn-of-shortage.ts';
import { statusError } from '../cluster/support/errors.ts';
import { fakeClient, requestLines } from '../cluster/support/fake-client.ts';

const MI = 2 ** 20;
const NODE = { status: { allocatable: { cpu: '2', memory: '1Gi' } } };
const pod = (namespace: string): object => ({
  metadata: { namespace },
  spec: {
    nodeName: 'n',
    containers: [{ resources: { requests: { cpu: '1500m', memory: '100Mi' } } }],
  },
});

async function linesOf(nodes: object[], pods: object[], requests: object[]): Promise<string[]> {
  const lines: string[] = [];
  const answer = ({ path }: { path: string }) => ({ items: path.includes('nodes') ? nodes : pods });
  const client = fakeClient({ answer });
  await warnOfShortage(client, requests as never, new Set(['own']), (line) => lines.push(line));
  return lines;
}

describe('warnOfShortage', () => {
  it('says what does not suffice, and how much of it is there', async () => {
    const requests = [
      { cpu: 0.4, memory: 0 },
      { cpu: 0.2, memory: 1000 * MI },
    ];
    assert.deepEqual(await linesOf([NODE], [pod('router'), pod('own')], requests), [
      'warning    what is applied asks for 600m of CPU, and 500m are free: of 2000m, other pods have asked for 1500m; pods may stay Pending',
      'warning    what is applied asks for 1000Mi of memory, and 924Mi are free: of 1024Mi, other pods have asked for 100Mi; pods may stay Pending',
    ]);
  });

  it('says nothing where there is enough, or no node yet', async () => {
    assert.deepEqual(await linesOf([NODE], [], [{ cpu: 2, memory: 1024 * MI }]), []);
    assert.deepEqual(await linesOf([], [], [{ cpu: 9, memory: 0 }]), []);
  });

  it('says nothing where the API server does not let it look', async () => {
    const client = fakeClient({
      answer: () => {
        throw statusError(403, { reason: 'Forbidden', message: 'no' });
      },
    });
    await warnOfShortage(client, [{ cpu: 9, memory: 0 }], new Set(), () => assert.fail('a line'));
    assert.deepEqual(requestLines(client), ['GET /api/v1/nodes?limit=500']);
  });
});
