import { throwIfAny } from '../../errors.ts';
import { DNS_LABEL } from '../../manifest/names.ts';
import type { GatewayApi } from '../gateway-api.ts';
import { BACKEND_HINT, parseBackend } from './backend.ts';
import type { Backend } from './backend.ts';
import { parseCanary } from './canary.ts';
import { checkFlagUses } from './check-flag-uses.ts';
import type { ExposeOptions } from './expose-options.ts';
import { FlagProblems } from './flag-problems.ts';
import type { ExposeFlags, FlagName } from './flags.ts';
import { HOST_HINT, hostProblem } from './hosts.ts';
import { parseParent } from './parent.ts';
import { parsePaths } from './paths.ts';

/** As many hostnames a route has at most. */
const MAX_HOSTS = 16;
/** As many rules a route has at most. */
const MAX_RULES = 16;
const DEFAULT_NAMESPACE = 'default';
/** Stands in for a Service that was not given right: what was wrong has been told. */
const UNKNOWN: Backend = { namespace: DEFAULT_NAMESPACE, name: 'unknown', port: 80 };

/**
 * Reads the command line of `expose`.
 * @param api what the Gateway API of the cluster has
 * @throws {UserError} everything that is wrong with it, each with its flag: `flag-invalid`, `flag-missing`,
 * `flag-conflict`, `gateway-api-lacks`
 */
export function parseOptions(
  name: string | undefined,
  flags: ExposeFlags,
  api: GatewayApi,
): ExposeOptions {
  const problems = new FlagProblems();
  const mode = checkFlagUses(flags, problems);
  const namespace = parseNamespace('namespace', flags.namespace, problems) ?? DEFAULT_NAMESPACE;
  const grpc = flags.grpc === true;
  const routeKind = grpc ? 'GRPCRoute' : 'HTTPRoute';
  if (!api.kinds.has(routeKind)) {
    problems.unserved(grpc ? 'grpc' : 'host', `there is no ${routeKind} to be had`, LACKS_HINT);
  }
  if (name === undefined) problems.missing('NAME', 'no name is given', NAME_HINT);
  else if (!DNS_LABEL.test(name)) {
    problems.invalid('NAME', name, 'is no name for objects', NAME_HINT);
  }

  const hosts = parseHosts('host', flags.host, problems);
  const internalHosts = parseHosts('internal-host', flags['internal-host'], problems);
  if (hosts.length === 0 && mode !== 'service') {
    problems.missing('host', 'no hostname is given', HOST_HINT);
  }
  const allHosts = [...new Set([...hosts, ...internalHosts])];
  if (allHosts.length > MAX_HOSTS) {
    const message = `${allHosts.length} hostnames are more than a route can have (${MAX_HOSTS})`;
    problems.conflict(
      'host',
      message,
      'make several, or use a wildcard such as *.apps.example.com',
    );
  }

  const backend = parseDefaultBackend(flags.service, namespace, problems);
  const paths = parsePaths(flags.path ?? [], { grpc, namespace }, problems);
  const canary = parseCanary(flags, namespace, problems);
  const rules = paths.length + (canary?.header === undefined ? 1 : 2);
  if (rules > MAX_RULES) {
    const message = `${rules} rules are more than a route can have (${MAX_RULES})`;
    problems.conflict('path', message, 'give fewer paths, and make another route for the others');
  }
  const given = { mode, name: name ?? '', namespace, hosts, internalHosts };
  const parent = parseParent(flags, given, api, problems);

  throwIfAny(problems.found);
  return {
    name: name ?? '',
    namespace,
    routeKind,
    hosts: allHosts,
    backend,
    paths,
    canary,
    parent,
    roles: flags.roles === true,
  };
}

const NAME_HINT =
  'give at most 63 of a-z, 0-9 and -, with a letter or digit at both ends: the objects are named after it';
const LACKS_HINT = 'name with --component a tree that has the CRD, or choose something else';

/** A namespace's name, if it is given. */
export function parseNamespace(
  flag: FlagName,
  value: string | undefined,
  problems: FlagProblems,
): string | undefined {
  if (value === undefined) return undefined;
  if (!DNS_LABEL.test(value)) {
    problems.invalid(flag, value, "is not a namespace's name", 'give at most 63 of a-z, 0-9 and -');
  }
  return value;
}

function parseHosts(
  flag: FlagName,
  values: readonly string[] = [],
  problems: FlagProblems,
): string[] {
  for (const host of values) {
    const problem = hostProblem(host);
    if (problem !== undefined) problems.invalid(flag, host, problem, HOST_HINT);
  }
  return [...new Set(values)];
}

function parseDefaultBackend(
  services: readonly string[] = [],
  namespace: string,
  problems: FlagProblems,
): Backend {
  const [service] = services;
  if (service === undefined) {
    problems.missing('service', 'no Service is given', BACKEND_HINT);
    return UNKNOWN;
  }
  if (services.length > 1) {
    const message = `is given ${services.length} times, and there is one default`;
    problems.conflict('service', message, 'use --path for further Services, or --canary');
  }
  const backends = services.map((text) => parseBackend(text, namespace));
  backends.forEach((backend, index) => {
    if (typeof backend === 'string') {
      problems.invalid('service', services[index] ?? '', backend, BACKEND_HINT);
    }
  });
  const [first] = backends;
  return typeof first === 'object' ? first : UNKNOWN;
}
