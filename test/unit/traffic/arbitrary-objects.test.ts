import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { formatTrafficTable, formatTrafficTree } from '../../../src/traffic/format-traffic.ts';
import { judgeTraffic } from '../../../src/traffic/judge-traffic.ts';
import { allLinks } from '../../../src/traffic/link.ts';
import { trafficProblems } from '../../../src/traffic/traffic-problems.ts';
import { addressed, shop } from './support/shop.ts';
import type { Shop } from './support/shop.ts';

function check(objects: Shop): void {
  const traffic = judgeTraffic(objects);
  formatTrafficTree(traffic);
  formatTrafficTable(traffic);
  trafficProblems(traffic.links);
  for (const { state, cause, blockedBy } of allLinks(traffic.links)) {
    // What is not ok has exactly one explanation, unless nothing can be said.
    const explanations = Number(cause !== undefined) + Number(blockedBy !== undefined);
    const expected = state === 'ok' || state === 'unknown' ? 0 : 1;
    if (explanations !== expected) throw new Error(`${state} with ${explanations} explanations`);
  }
}

describe('judgeTraffic', () => {
  const special = new Set(['secrets', 'configMaps', 'unread']);
  const names = Object.keys(shop()).filter((list) => !special.has(list));
  const kinds = ['Gateway', 'GatewayClass', 'Service', 'EndpointSlice', 'ReferenceGrant'];
  const unread = fc.subarray(kinds).map((some) => new Set(some));

  it('explains whatever lists of JSON it is given', () => {
    const lists = Object.fromEntries(
      names.map((name) => [name, fc.array(fc.jsonValue(), { maxLength: 3 })]),
    );
    fc.assert(
      fc.property(fc.record(lists), unread, (objects, some) =>
        check({ ...shop(), ...objects, unread: some }),
      ),
      { seed: 1, numRuns: 500 },
    );
  });

  it('explains a cluster of which any field is anything', () => {
    const places = names.flatMap((name) => addressed(shop()[name as keyof Shop], [name]));
    const change = fc.tuple(fc.constantFrom(...places), fc.jsonValue());
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
        const objects = shop();
        for (const [path, value] of changes) {
          const holder = path.slice(0, -1).reduce<any>((at, step) => at?.[step], objects);
          const last = path.at(-1);
          // An earlier change may have taken it away.
          if (typeof holder === 'object' && holder !== null && last !== undefined) {
            holder[last] = value;
          }
        }
        check(objects);
      }),
      { seed: 1, numRuns: 2000 },
    );
  });
});
