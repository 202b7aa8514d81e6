import type { ApiError } from '../cluster/api-error.ts';

/** A cause of refusals: how it is known, and what helps. */
type Cause = {
  is: (error: ApiError) => boolean;
  /** Refines by words what status and reason leave open; its groups are for the hint. */
  words?: RegExp;
  hint: (namespace: string, found: Readonly<Record<string, string>>) => string;
};

const isForbidden = ({ status }: ApiError): boolean => status === 403;
const isInvalid = ({ status }: ApiError): boolean => status === 422;
// A webhook and a policy choose their status themselves.
const isAny = (): boolean => true;

/** The first one that fits counts. */
const CAUSES: readonly Cause[] = [
  {
    is: isAny,
    words: /admission webhook "(?<webhook>[^"]+)" denied the request/,
    hint: (_namespace, { webhook }) =>
      `the admission webhook ${webhook} denies it, for the reason that it gives: change the manifest ` +
      'accordingly; it is never bypassed',
  },
  {
    is: isAny,
    words: /ValidatingAdmissionPolicy '(?<policy>[^']+)'/,
    hint: (_namespace, { policy }) =>
      `the admission policy ${policy} denies it, for the reason that it gives: change the manifest ` +
      'accordingly, or the policy if it is yours; it is never forced',
  },
  {
    is: ({ status, about }) => status === 404 && about.kind === 'namespaces',
    hint: (namespace) =>
      `create the namespace ${namespace}, or add its manifest to the trees; a namespace of the ` +
      'trees that was written before has been deleted since',
  },
  {
    is: ({ status }) => status === 404,
    hint: () =>
      'the API server does not serve this kind in this version: check apiVersion and kind',
  },
  {
    is: ({ causes }) => causes.some(({ reason }) => reason === 'NamespaceTerminating'),
    hint: (namespace) =>
      `the namespace ${namespace} is being deleted: see what holds that up in its status ` +
      `(kubectl get namespace ${namespace} -o yaml), and apply again once it is gone`,
  },
  {
    is: isForbidden,
    words: /(?:exceeded|failed) quota: (?<quota>[^\s,:]+)/,
    hint: (namespace, { quota }) =>
      `the ResourceQuota ${quota} of the namespace ${namespace} leaves no room for it: raise it, or ` +
      'remove what is not needed, then apply again',
  },
  {
    is: isForbidden,
    words: /User "(?<user>[^"]*)" cannot |user "(?<granter>[^"]*)" .*attempting to grant/,
    hint: (_namespace, { user, granter }) =>
      `the user ${user ?? granter} of the kubeconfig lacks rights: use one with the rights of a ` +
      'cluster administrator, with --kubeconfig',
  },
  {
    is: isForbidden,
    words: /while custom resource definition is terminating/,
    hint: () =>
      'the CRD of its kind is being deleted: see which finalizers its objects have, and apply again ' +
      'once it is gone',
  },
  {
    is: isForbidden,
    hint: () => 'an admission plugin of the API server forbids it: see the message',
  },
  {
    is: isInvalid,
    words: /immutable|cannot change|may not change|cannot be changed|updates to .* are forbidden/,
    hint: () =>
      'this field of an object that exists cannot be changed: keep its value in the manifest, or ' +
      'delete the object yourself if it may be lost for a moment, then apply again',
  },
  {
    is: ({ status }) => status === 413,
    hint: () => 'the object is larger than the API server takes: split it, or shorten it',
  },
];

const ELSE = 'correct the manifest in the tree, or what in the cluster forbids it';

/**
 * What to do about a refusal. Status and reason say what it is; the API server's words only make the hint
 * more exact, since they change with its version.
 * @param namespace of the object
 */
export function refusalHint(namespace: string, error: ApiError): string {
  for (const { is, words, hint } of CAUSES) {
    if (!is(error)) continue;
    if (words === undefined) return hint(namespace, {});
    const match = words.exec(error.message);
    if (match !== null) return hint(namespace, { ...match.groups });
  }
  return ELSE;
}
