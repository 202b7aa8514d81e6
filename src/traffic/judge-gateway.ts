import { listAt, textAt, valueAt } from '../manifest/json.ts';
import { linkName, ok, reported } from './link.ts';
import type { BlamedVerdict, Cause, Link } from './link.ts';
import { textsAt } from './live-object.ts';
import type { LiveObject } from './live-object.ts';
import { said, staleMessage, wordsOf } from './said.ts';
import type { Said } from './said.ts';

/** The reasons that a controller gives for a Gateway where it means its listeners. */
const BECAUSE_OF_LISTENERS = new Set([
  'ListenersNotValid',
  'ListenersNotResolved',
  'Invalid',
  'Pending',
]);
const PORT_CAUSES = new Set(['port-taken', 'port-shared']);

/**
 * Judges a Gateway by what its controller says: that it is accepted, what it refers to can be used, it is programmed,
 * and has an address.
 * @param listeners its listeners as they were judged: a broken one may be why
 */
export function judgeGateway(gateway: LiveObject, listeners: readonly Link[]): BlamedVerdict {
  const status = valueAt(gateway.object, ['status']);
  const deleted = textAt(gateway.object, ['metadata', 'deletionTimestamp']);
  if (deleted !== '') return beingDeleted(gateway, deleted);
  const accepted = said(status, 'Accepted', gateway.generation);
  if (accepted.says !== 'true') return notAccepted(accepted, gateway, listeners);
  const resolved = said(status, 'ResolvedRefs', gateway.generation);
  if (resolved.says === 'false') return unresolved(resolved, listeners);
  const programmed = said(status, 'Programmed', gateway.generation);
  if (programmed.says !== 'true') return notProgrammed(programmed, gateway, listeners);
  const addresses = addressesOf(gateway);
  if (addresses.length > 0) return { verdict: ok(...addresses) };
  return blaming(listeners.find(isAboutPort), 'broken', {
    code: 'gateway-without-address',
    message: 'is programmed, but has no address that clients could connect to',
    fix: 'look at the Service that its controller has made for it: its type, and why it has no address',
  });
}

/** The addresses that its controller has given a Gateway. */
export function addressesOf({ object }: LiveObject): string[] {
  return listAt(object, ['status', 'addresses'])
    .map((address) => textAt(address, ['value']))
    .filter((address) => address !== '');
}

function beingDeleted({ object }: LiveObject, since: string): BlamedVerdict {
  const holders = textsAt(object, ['metadata', 'finalizers']).join(', ');
  return blaming(undefined, 'pending', {
    code: 'gateway-deleting',
    message: `is being deleted since ${since}${holders === '' ? '' : `, and held by ${holders}`}`,
    fix: 'wait until its controller has let it go, or look whether that runs; to have it again, apply it after that',
  });
}

function unresolved(
  resolved: { reason: string; message: string },
  listeners: readonly Link[],
): BlamedVerdict {
  return blaming(culprit(resolved.reason, listeners), 'broken', {
    code: 'gateway-references',
    message: `refers to what cannot be used: ${wordsOf(resolved)}`,
    fix: 'correct what spec.tls and spec.infrastructure of the Gateway name, or create it',
  });
}

function notAccepted(
  accepted: Said,
  { generation }: LiveObject,
  listeners: readonly Link[],
): BlamedVerdict {
  if (accepted.says === 'stale') return stale('Accepted', accepted.observed, generation);
  if (accepted.says !== 'false') {
    return blaming(undefined, 'pending', {
      code: 'gateway-unseen',
      message: 'no controller has looked at it yet',
      fix: CONTROLLER_FIX,
    });
  }
  return blaming(culprit(accepted.reason, listeners), 'broken', {
    code: 'gateway-refused',
    message: `is not accepted: ${wordsOf(accepted)}`,
    fix: 'correct what its controller says of the Gateway',
  });
}

function notProgrammed(
  programmed: Said,
  { generation }: LiveObject,
  listeners: readonly Link[],
): BlamedVerdict {
  if (programmed.says === 'stale') return stale('Programmed', programmed.observed, generation);
  const reason = programmed.says === 'nothing' ? 'Pending' : programmed.reason;
  const words = programmed.says === 'nothing' ? '' : `: ${wordsOf(programmed)}`;
  return blaming(
    listeners.find(isAboutPort) ?? culprit(reason, listeners),
    programmed.says === 'false' ? 'broken' : 'pending',
    {
      code: 'gateway-not-programmed',
      message: `is accepted, but not programmed${words}`,
      fix: PROGRAMMED_FIXES.get(reason) ?? 'look at the pods and Services of its data plane',
    },
  );
}

const CONTROLLER_FIX = 'look whether the controller of its GatewayClass runs, and at its log';

const PROGRAMMED_FIXES = new Map([
  [
    'AddressNotAssigned',
    'look at the Service that its controller has made for it: a LoadBalancer without an address, or spec.addresses that nobody can give',
  ],
  ['AddressNotUsable', 'correct spec.addresses of the Gateway'],
  [
    'NoResources',
    'free CPU and memory on the node: what serves the Gateway does not fit (kubectl get pods -A)',
  ],
]);

function stale(type: string, observed: number, generation: number): BlamedVerdict {
  return blaming(undefined, 'pending', {
    code: 'gateway-stale',
    message: staleMessage(type, observed, generation),
    fix: CONTROLLER_FIX,
  });
}

function blaming(
  listener: Link | undefined,
  state: 'broken' | 'pending',
  cause: Cause,
): BlamedVerdict {
  const verdict = reported(state, cause);
  return listener === undefined ? { verdict } : { verdict, blockedBy: linkName(listener) };
}

/** The listener that a controller means by such a reason. */
function culprit(reason: string, listeners: readonly Link[]): Link | undefined {
  return BECAUSE_OF_LISTENERS.has(reason)
    ? listeners.find(({ state }) => state === 'broken')
    : undefined;
}

function isAboutPort({ cause }: Link): boolean {
  return cause !== undefined && PORT_CAUSES.has(cause.code);
}
