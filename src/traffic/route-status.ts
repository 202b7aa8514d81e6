import { listAt, textAt, valueAt } from '../manifest/json.ts';
import { GATEWAY } from './live-object.ts';
import { referenceOf } from './reference.ts';
import type { Reference } from './reference.ts';
import type { Route } from './route.ts';
import { said } from './said.ts';

type Entry = { ref: Reference; status: unknown };

/**
 * What the status of a route says for one of its parentRefs: by the controller that is to judge it, else by any, since
 * some call themselves otherwise there than in their GatewayClass.
 *
 * A controller should repeat the parentRef as the route has it. Some leave out its port, or name the one listener that
 * it leads to: so what is said of the same parent counts where nothing is said of just this reference, and it is not
 * what another reference of the route says.
 * @param controller `''` where it is not known
 */
export function statusFor(route: Route, parent: Reference, controller: string): unknown {
  const entries = entriesOf(route).filter(({ ref }) => isSameObject(ref, parent));
  const exact = entries.filter(({ ref }) => isSamePart(ref, parent));
  const others = route.parents.filter((each) => isSameObject(each, parent) && each !== parent);
  const loose = entries.filter(
    ({ ref }) => mayMean(ref, parent) && !others.some((other) => isSamePart(ref, other)),
  );
  const isOwn = ({ status }: Entry): boolean => textAt(status, ['controllerName']) === controller;
  const found =
    [exact.filter(isOwn), loose.filter(isOwn), exact].find((some) => some.length > 0) ?? loose;
  // Several speak of it: of one listener each, or controllers of which not all are meant. One that takes it is enough.
  return (found.find(({ status }) => isAccepted(status, route)) ?? found[0])?.status;
}

function entriesOf({ object, id }: Route): Entry[] {
  return listAt(object, ['status', 'parents']).map((status) => ({
    ref: referenceOf(valueAt(status, ['parentRef']), GATEWAY, id.namespace),
    status,
  }));
}

function isAccepted(status: unknown, { generation }: Route): boolean {
  return said(status, 'Accepted', generation).says === 'true';
}

function isSameObject(one: Reference, other: Reference): boolean {
  return (
    one.group === other.group &&
    one.kind === other.kind &&
    one.namespace === other.namespace &&
    one.name === other.name
  );
}

function isSamePart(one: Reference, other: Reference): boolean {
  return one.sectionName === other.sectionName && one.port === other.port;
}

/** Whether two references to one parent do not contradict each other. */
function mayMean(one: Reference, other: Reference): boolean {
  const isSameSection =
    one.sectionName === other.sectionName || one.sectionName === '' || other.sectionName === '';
  const isSamePort = one.port === other.port || one.port === undefined || other.port === undefined;
  return isSameSection && isSamePort;
}
