import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { servedDefinitions } from '../../../src/health/served-definitions.ts';
import { statusError } from '../cluster/support/errors.ts';
import { fakeClient } from '../cluster/support/fake-client.ts';

const definition = { apiVersion: 'example.com/v1', kind: 'Lamp', plural: 'lamps' };
const lamps = { name: 'lamps', kind: 'Lamp', verbs: ['create', 'get'] };

describe('servedDefinitions', () => {
  const table: [name: string, resources: unknown, expected: boolean][] = [
    ['what is served', [{ name: 'wicks', kind: 'Wick', verbs: ['create'] }, lamps], true],
    ['nothing', [], false],
    ['what is no list', 'x', false],
    ['another kind of the same plural', [{ ...lamps, kind: 'Lantern' }], false],
    ['a subresource', [{ ...lamps, name: 'lamps/status' }], false],
    ['what is being deleted', [{ ...lamps, verbs: ['delete', 'get'] }], false],
  ];
  for (const [name, resources, expected] of table) {
    it(`says ${expected ? 'yes' : 'no'} to ${name}`, async () => {
      const client = fakeClient({ answer: () => ({ resources }) });
      assert.equal(await servedDefinitions(client)(definition), expected);
    });
  }

  it('says no where the API server does not say', async () => {
    const answer = (): never => {
      throw statusError(404, { reason: 'NotFound', message: 'no' });
    };
    assert.equal(await servedDefinitions(fakeClient({ answer }))(definition), false);
  });

  it('asks once for each group and version', async () => {
    const client = fakeClient({ answer: () => ({ resources: [lamps] }) });
    const isServed = servedDefinitions(client);
    const others = [definition, { ...definition, apiVersion: 'example.com/v2' }];
    await Promise.all([definition, ...others].map(isServed));
    assert.deepEqual(
      client.requests.map(({ path }) => path),
      ['/apis/example.com/v1', '/apis/example.com/v2'],
    );
  });
});
