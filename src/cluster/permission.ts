import { compareText } from '../manifest/object.ts';

/** What somebody has to be allowed to do for a request to be answered, as RBAC names it. */
export type Permission = {
  verb: 'get' | 'list' | 'watch';
  group: string;
  /** With its subresource, as `pods/log`; a path that is no resource's, as it is. */
  resource: string;
  /** `''` for all namespaces, and for what has none. */
  namespace: string;
};

/**
 * The permission that reading a path takes
 * (https://kubernetes.io/docs/reference/access-authn-authz/authorization/#determine-the-request-verb).
 */
export function permissionToRead(request: string): Permission {
  const [path = '', query = ''] = request.split('?', 2);
  const { group = '', rest } = RESOURCE.exec(path)?.groups ?? {};
  if (rest === undefined) return { verb: 'get', group: '', resource: path, namespace: '' };
  const parts = rest.split('/').map(decodeURIComponent);
  // `namespaces/a` is a namespace, `namespaces/a/pods` what is in it.
  const isInside = parts[0] === 'namespaces' && parts.length > 2;
  const namespace = isInside ? (parts[1] ?? '') : '';
  const [resource = '', name, subresource] = isInside ? parts.slice(2) : parts;
  const isWatch = new URLSearchParams(query).get('watch') === 'true';
  const verb = isWatch ? 'watch' : name === undefined ? 'list' : 'get';
  const full = subresource === undefined ? resource : `${resource}/${subresource}`;
  return { verb, group, resource: full, namespace };
}

const RESOURCE = /^\/(?:api|apis\/(?<group>[^/]+))\/[^/]+\/(?<rest>[^/].*)$/;

/** Permissions as one line, each once: `list pods; get configmaps in a, b`. */
export function describePermissions(permissions: readonly Permission[]): string {
  const what = ({ verb, group, resource }: Permission): string =>
    `${verb} ${resource}${group === '' ? '' : `.${group}`}`;
  return [...Map.groupBy(permissions, what)]
    .toSorted(([a], [b]) => compareText(a, b))
    .map(([name, each]) => {
      const namespaces = [...new Set(each.map(({ namespace }) => namespace))].toSorted(compareText);
      return namespaces.includes('') ? name : `${name} in ${namespaces.join(', ')}`;
    })
    .join('; ');
}
