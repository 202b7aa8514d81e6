import type { PatchOperation } from '../component/component-schema.ts';
import { displayObject } from '../manifest/display.ts';
import { listAt, valueAt } from '../manifest/json.ts';
import { objectId } from '../manifest/object.ts';
import { patchOf } from './suggestion.ts';
import type { Inspected, Suggestion } from './suggestion.ts';

/** Ports of the router, on the same addresses as those of Services, and what to take instead. */
const TAKEN = new Map([
  [80, 8080],
  [443, 8443],
]);

/** Services of type LoadBalancer, which all have the node's own addresses. */
export function loadBalancers({ objects }: Inspected): Suggestion[] {
  return objects.flatMap((object): Suggestion[] => {
    if (object.apiVersion !== 'v1' || object.kind !== 'Service') return [];
    if (valueAt(object, ['spec', 'type']) !== 'LoadBalancer') return [];
    const ports = listAt(object, ['spec', 'ports']).map((each) => valueAt(each, ['port']));
    const operations = ports.flatMap((port, index): PatchOperation[] => {
      const other = typeof port === 'number' ? TAKEN.get(port) : undefined;
      if (other === undefined) return [];
      return [{ op: 'replace', path: `/spec/ports/${index}/port`, value: other }];
    });
    if (operations.length > 0) {
      return [patchOf(object, "The router has these ports of the node's addresses.", operations)];
    }
    const because = `${displayObject(objectId(object))} takes the ports ${ports.join(', ')} of the node's addresses: no other Service of type LoadBalancer can have them.`;
    return [{ section: 'note', because }];
  });
}
