import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { judgeEndpoints } from '../../../src/health/judge-endpoints.ts';

const judge = judgeEndpoints({ namespace: 'shop', name: 'guard', port: 443 });
const service = {
  spec: {
    ports: [
      { port: 8080, name: 'metrics' },
      { port: 443, name: 'hook' },
    ],
  },
};
const unnamed = { spec: { ports: [{ port: 443 }] } };
const ports = [{ name: 'hook', port: 9443 }];
const slice = (...conditions: (object | undefined)[]): object => ({
  ports,
  endpoints: conditions.map((each) => ({ addresses: ['192.0.2.1'], conditions: each })),
});
const ready = slice({ ready: true });

describe('judgeEndpoints', () => {
  const table: [name: string, service: unknown, slices: unknown[], cause?: string][] = [
    ['no Service', undefined, [], 'NoEndpoint'],
    ['no slice', service, [], 'NoEndpoint'],
    ['a slice without endpoints', service, [{ endpoints: null }], 'NoEndpoint'],
    ['an endpoint that is not ready', service, [slice({ ready: false })], 'NoEndpoint'],
    [
      'one of several that is',
      service,
      [slice({ ready: false }), slice({ ready: false }, { ready: true })],
    ],
    ['one that does not say', service, [slice({}), slice(undefined)]],
    [
      'one of a slice that goes',
      service,
      [{ ...ready, metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' } }],
      'NoEndpoint',
    ],
    ['a Service without the port', { spec: { ports: [{ port: 8443 }] } }, [ready], 'NoServicePort'],
    ['a Service with no port', { spec: {} }, [ready], 'NoServicePort'],
    ['endpoints without the port', service, [{ ...ready, ports: [] }], 'NoTargetPort'],
    ['endpoints of another port', unnamed, [ready], 'NoTargetPort'],
    ['a port without a name', unnamed, [{ ...ready, ports: [{ name: '', port: 9443 }] }]],
    ['a Service that leads elsewhere', { spec: { type: 'ExternalName' } }, []],
  ];
  for (const [name, given, slices, cause] of table) {
    it(`${cause === undefined ? 'takes' : 'does not take'} ${name}`, () => {
      const verdict = judge({ service: given, slices });
      assert.equal(verdict.healthy ? undefined : verdict.cause, cause);
      assert.equal(verdict.healthy, cause === undefined);
    });
  }
});
