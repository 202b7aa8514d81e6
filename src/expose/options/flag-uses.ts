import type { FlagName } from './flags.ts';

/** What the routes attach to, by the flags: each takes other flags. */
export type Mode = 'new-gateways' | 'gateway' | 'added-listeners' | 'service';

/** How errors call a mode. */
export const MODE_NAMES: Record<Mode, string> = {
  'new-gateways': 'a Gateway of its own',
  gateway: '--gateway',
  'added-listeners': '--add-listener',
  service: '--mesh',
};

const LISTENERS: readonly Mode[] = ['new-gateways', 'added-listeners'];
const GATEWAYS: readonly Mode[] = ['new-gateways'];

/** In which modes a flag means something; those that are not listed do in each. */
export const FLAG_MODES: Partial<Record<FlagName, readonly Mode[]>> = {
  class: GATEWAYS,
  'gateway-namespace': GATEWAYS,
  'allow-routes': LISTENERS,
  'http-port': LISTENERS,
  'https-port': LISTENERS,
  redirect: LISTENERS,
  'redirect-listener': ['gateway'],
  certificate: LISTENERS,
  acme: LISTENERS,
  'self-signed': LISTENERS,
  issuer: LISTENERS,
  'cluster-issuer': LISTENERS,
  address: GATEWAYS,
  annotation: GATEWAYS,
  label: GATEWAYS,
  internal: GATEWAYS,
};

/** Flags that mean something only beside another one. */
export const FLAG_NEEDS: Partial<Record<FlagName, FlagName>> = {
  'add-listener': 'gateway',
  'redirect-listener': 'gateway',
  email: 'acme',
  production: 'acme',
  'canary-weights': 'canary',
  'canary-header': 'canary',
  'internal-class': 'internal',
  'internal-host': 'internal',
  'internal-address': 'internal',
  'internal-annotation': 'internal',
  'internal-label': 'internal',
};

/** Flags of which only one can be given. */
export const ONE_OF: readonly (readonly FlagName[])[] = [
  ['gateway', 'mesh'],
  ['certificate', 'acme', 'self-signed', 'issuer', 'cluster-issuer'],
];
