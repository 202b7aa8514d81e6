import { BACKEND_HINT, parseBackend } from './backend.ts';
import type { PathBackend, PathMatch } from './expose-options.ts';
import type { FlagProblems } from './flag-problems.ts';

const LONGEST_PATH = 1024;

/**
 * Reads `--path PATH=SERVICE`: the beginning of a path, or `/package.Service[/Method]` of gRPC.
 * @param namespace where a Service is if the text does not say
 */
export function parsePaths(
  texts: readonly string[],
  { grpc, namespace }: { grpc: boolean; namespace: string },
  problems: FlagProblems,
): PathBackend[] {
  const seen = new Set<string>();
  return texts.flatMap((text): PathBackend[] => {
    const invalid = (message: string, hint: string): PathBackend[] => {
      problems.invalid('path', text, message, hint);
      return [];
    };
    // A path may have this character, a Service may not.
    const equals = text.lastIndexOf('=');
    if (equals < 0) return invalid('has no =', `give PATH=SERVICE; ${BACKEND_HINT}`);
    const path = text.slice(0, equals);
    const match = grpc ? parseMethod(path) : parsePath(path);
    const backend = parseBackend(text.slice(equals + 1), namespace);
    if (typeof match === 'string') invalid(match, grpc ? METHOD_HINT : PATH_HINT);
    if (typeof backend === 'string') invalid(backend, BACKEND_HINT);
    if (typeof match === 'string' || typeof backend === 'string') return [];
    const key = JSON.stringify(match);
    if (seen.has(key)) return invalid('has a path that is given before', 'give each path once');
    seen.add(key);
    return [{ match, backend }];
  });
}

const PATH_HINT = 'give the beginning of a path, such as /api=shop:8080';
const METHOD_HINT = 'give a gRPC service, or one of its methods: /package.Service/Method=shop:8080';

function parsePath(path: string): PathMatch | string {
  // As a prefix, a path means the same with and without its last slash.
  const plain = path.length > 1 ? path.replace(/\/$/, '') : path;
  if (plain === '/') return 'is a second default: --service has what no other path takes';
  const problem = pathProblem(plain);
  return problem ?? { path: plain };
}

/**
 * What the API server would refuse in a path to be matched as it is or as a prefix (the rules of HTTPPathMatch in
 * the CRD of HTTPRoutes, https://gateway-api.sigs.k8s.io/reference/spec/#httppathmatch).
 */
export function pathProblem(path: string): string | undefined {
  if (!path.startsWith('/')) return 'has a path that does not begin with /';
  if (path.length > LONGEST_PATH) return `has a path of more than ${LONGEST_PATH} characters`;
  if (!/^(?:[-A-Za-z0-9/._~!$&'()*+,;=:@]|%[0-9a-fA-F]{2})+$/.test(path)) {
    return 'has a path with characters that no path has';
  }
  return /\/\/|\/(?:\.|%2e){1,2}(?:\/|$)|%2f/i.test(path)
    ? 'has a path with //, /./, /../ or %2F, which proxies understand differently'
    : undefined;
}

function parseMethod(path: string): PathMatch | string {
  const [, service, method] =
    /^\/(?<service>[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)(?:\/(?<method>[A-Za-z_]\w*))?$/.exec(path) ??
    [];
  if (service === undefined) return "has no gRPC service's name";
  return path.length > LONGEST_PATH
    ? `has a name of more than ${LONGEST_PATH} characters`
    : { service, method };
}
