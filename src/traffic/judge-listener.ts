import type { ClusterIndex } from './cluster-index.ts';
import { ok, reported, shown } from './link.ts';
import type { Cause, Verdict } from './link.ts';
import { findConflict } from './listener-conflicts.ts';
import { findReferenceProblem } from './listener-references.ts';
import type { Listener } from './listener.ts';
import { numberAt } from './live-object.ts';
import { impossibleKind } from './route-kinds.ts';
import { said, staleMessage, wordsOf } from './said.ts';
import type { Said } from './said.ts';

/**
 * Judges a listener: what its objects show, then what its controller says.
 * @param before the listeners of its Gateway that come before it, which keep what both want
 * @param port why it cannot have its port on the node
 */
export function judgeListener(
  cluster: ClusterIndex,
  listener: Listener,
  before: readonly Listener[],
  port: Cause | undefined,
): Verdict {
  const { status, owner } = listener;
  const say = (type: string): Said => said(status, type, owner.generation);
  const cause =
    conflictOf(listener, before, say('Conflicted')) ??
    unresolved(cluster, listener, say('ResolvedRefs')) ??
    port;
  const verdict = cause === undefined ? byConditions(listener, say) : shown(cause);
  return { ...verdict, facts: factsOf(listener) };
}

function conflictOf(
  listener: Listener,
  before: readonly Listener[],
  conflicted: Said,
): Cause | undefined {
  const conflict = findConflict(listener, before);
  if (conflict !== undefined) return withWords(conflict, conflicted, 'true');
  if (conflicted.says !== 'true') return undefined;
  return {
    code: 'listener-conflict',
    message: `conflicts with another listener: ${wordsOf(conflicted)}`,
    fix: 'give one of the two another hostname or port',
  };
}

function unresolved(cluster: ClusterIndex, listener: Listener, resolved: Said): Cause | undefined {
  const reference = findReferenceProblem(cluster, listener);
  if (reference !== undefined && (reference.isCertain || resolved.says !== 'true')) {
    return withWords(reference.cause, resolved, 'false');
  }
  const kind = impossibleKind(listener);
  if (kind === undefined) return undefined;
  const cause = {
    code: 'listener-kinds',
    message: `asks for routes that its protocol ${listener.protocol} cannot carry: ${kind.kind}`,
    fix: 'correct allowedRoutes.kinds or the protocol',
  };
  return withWords(cause, resolved, 'false');
}

const CONDITIONS = [
  ['Accepted', 'listener-refused', 'is not accepted'],
  ['ResolvedRefs', 'listener-references', 'refers to what cannot be used'],
  ['Programmed', 'listener-not-programmed', 'is not programmed'],
] as const;

const CONTROLLER_FIX = 'look whether the controller of its GatewayClass runs, and at its log';

function byConditions({ owner: { generation } }: Listener, say: (type: string) => Said): Verdict {
  const words = CONDITIONS.map(([type, code, message]) => ({
    type,
    code,
    message,
    word: say(type),
  }));
  if (words.every(({ word }) => word.says === 'nothing')) {
    return reported('pending', {
      code: 'listener-unseen',
      message: 'its controller has said nothing of it',
      fix: CONTROLLER_FIX,
    });
  }
  for (const { type, code, message, word } of words) {
    if (word.says === 'stale') {
      return reported('pending', {
        code: 'listener-stale',
        message: staleMessage(type, word.observed, generation),
        fix: CONTROLLER_FIX,
      });
    }
    if (word.says === 'false' || word.says === 'unknown') {
      return reported(word.says === 'false' ? 'broken' : 'pending', {
        code,
        message: `${message}: ${wordsOf(word)}`,
        fix: FIXES.get(word.reason) ?? 'correct what its controller says of the listener',
      });
    }
  }
  return ok();
}

const FIXES = new Map([
  ['PortUnavailable', 'give the listener another port: its controller cannot have this one'],
  ['UnsupportedProtocol', 'use a protocol that the controller knows'],
  [
    'InvalidCertificateRef',
    'look at the Secret in tls.certificateRefs: its type, tls.crt, tls.key',
  ],
  ['InvalidCACertificateRef', 'look at what caCertificateRefs names: it needs the key ca.crt'],
  ['InvalidRouteKinds', 'correct allowedRoutes.kinds: the controller does not know all of them'],
]);

/** A cause that the objects show, with its controller's own words where it has said the same, or that it has not. */
export function withWords(cause: Cause, word: Said, expected: 'true' | 'false'): Cause {
  const says = word.says === expected ? `says ${wordsOf(word)}` : 'has not reported it yet';
  return { ...cause, message: `${cause.message} (its controller ${says})` };
}

function factsOf({ protocol, port, hostname, status }: Listener): string[] {
  const routes = numberAt(status, ['attachedRoutes']);
  return [
    [protocol, port, hostname].filter((part) => part !== '' && part !== undefined).join(' '),
    ...(routes === undefined ? [] : [`${routes} attached`]),
  ].filter((fact) => fact !== '');
}
