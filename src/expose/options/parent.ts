import { DNS_SUBDOMAIN } from '../../manifest/names.ts';
import type { GatewayApi } from '../gateway-api.ts';
import type { Parent } from './expose-options.ts';
import type { FlagProblems } from './flag-problems.ts';
import type { ExposeFlags } from './flags.ts';
import { GATEWAY_HINT, parseGateway } from './gateway-reference.ts';
import type { Given } from './given.ts';
import { parseListeners } from './listeners.ts';
import { parseGatewayNamespace, parseGateways } from './new-gateways.ts';

/** Reads what the routes belong to. */
export function parseParent(
  flags: ExposeFlags,
  given: Given,
  api: GatewayApi,
  problems: FlagProblems,
): Parent {
  switch (given.mode) {
    case 'service':
      return { kind: 'service' };
    case 'gateway':
      return parseAttachment(flags, given, problems);
    case 'added-listeners':
      return {
        kind: 'added-listeners',
        how: parseHow(flags, api, problems),
        gateway: parseGateway(flags.gateway ?? '', given.namespace, problems),
        listeners: parseListeners(flags, given, problems),
      };
    case 'new-gateways':
      return {
        kind: 'new-gateways',
        namespace: parseGatewayNamespace(flags, given, problems),
        gateways: parseGateways(flags, given, problems),
        listeners: parseListeners(flags, given, problems),
      };
  }
}

function parseAttachment(flags: ExposeFlags, given: Given, problems: FlagProblems): Parent {
  const gateway = parseGateway(flags.gateway ?? '', given.namespace, problems);
  const redirectListener = flags['redirect-listener'];
  if (redirectListener !== undefined) {
    if (!DNS_SUBDOMAIN.test(redirectListener)) {
      problems.invalid(
        'redirect-listener',
        redirectListener,
        "is not a listener's name",
        'give the name of the listener for HTTP',
      );
    }
    if (gateway.listener === undefined || gateway.listener === redirectListener) {
      problems.conflict(
        'redirect-listener',
        'needs another listener, for HTTPS, in --gateway',
        GATEWAY_HINT,
      );
    }
  }
  return { kind: 'gateway', gateway, redirectListener };
}

function parseHow(
  flags: ExposeFlags,
  api: GatewayApi,
  problems: FlagProblems,
): 'patch' | 'listener-set' {
  const how = flags['add-listener'];
  if (flags.gateway?.split('/').length === 3) {
    problems.conflict(
      'add-listener',
      'makes a listener, and --gateway names one',
      'leave one of them out',
    );
  }
  if (how !== 'patch' && how !== 'listener-set') {
    problems.invalid(
      'add-listener',
      how ?? '',
      'is no way to add one',
      'give patch or listener-set',
    );
    return 'patch';
  }
  if (how === 'listener-set' && !api.kinds.has('ListenerSet')) {
    problems.unserved(
      'add-listener',
      'there is no ListenerSet to be had',
      'name with --component a tree whose CRDs have it, or give patch',
    );
  }
  return how;
}
