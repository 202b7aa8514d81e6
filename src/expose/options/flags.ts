/** The flags of `expose` as they are typed, by their names on the command line. */
export type ExposeFlags = {
  host?: string[];
  service?: string[];
  path?: string[];
  namespace?: string;
  class?: string;
  grpc?: boolean;
  mesh?: boolean;
  gateway?: string;
  'gateway-namespace'?: string;
  'allow-routes'?: string[];
  'add-listener'?: string;
  'http-port'?: string;
  'https-port'?: string;
  redirect?: boolean;
  'redirect-listener'?: string;
  certificate?: string;
  acme?: boolean;
  email?: string;
  production?: boolean;
  'self-signed'?: boolean;
  issuer?: string;
  'cluster-issuer'?: string;
  canary?: string;
  'canary-weights'?: string;
  'canary-header'?: string;
  address?: string[];
  annotation?: string[];
  label?: string[];
  internal?: boolean;
  'internal-class'?: string;
  'internal-host'?: string[];
  'internal-address'?: string[];
  'internal-annotation'?: string[];
  'internal-label'?: string[];
  roles?: boolean;
};

export type FlagName = keyof ExposeFlags;

/** Whether a flag is given. */
export function isGiven(flags: ExposeFlags, flag: FlagName): boolean {
  const value = flags[flag];
  if (flag === 'redirect') return value !== undefined;
  return value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0);
}
