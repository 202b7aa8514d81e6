import type { JsonObject } from '../manifest/json.ts';
import type { ClusterServiceVersion, CsvPermission } from './bundle.ts';
import type { Installation } from './installation.ts';
import { textsOf } from './texts-of.ts';

/**
 * What leader election needs, and needs in the operator's own namespace only (kubebuilder's
 * leader_election_role.yaml).
 */
const LEADER_ELECTION_GROUPS = new Set(['', 'coordination.k8s.io', 'events.k8s.io']);
const LEADER_ELECTION_RESOURCES = new Set(['configmaps', 'configmaps/status', 'leases', 'events']);

/** OLM lets an operator for all namespaces list them, where it widens its permissions. */
const NAMESPACES: JsonObject = {
  apiGroups: [''],
  resources: ['namespaces'],
  verbs: ['get', 'list', 'watch'],
};

/**
 * The rules of `permissions` that no Role can grant and that none of the account's `clusterPermissions`
 * does: those about URLs and, for an operator for all namespaces, what it needs beyond its own. It has its
 * permissions in all of them, as OLM grants them (operator-lifecycle-manager, ensureSingletonRBAC).
 */
export function missingClusterPermissions(
  csv: ClusterServiceVersion,
  { targetNamespaces }: Installation,
): CsvPermission[] {
  const isForAll = targetNamespaces === undefined;
  const granted = Map.groupBy(csv.clusterPermissions, (each) => each.serviceAccountName);
  return csv.permissions.flatMap(({ serviceAccountName, rules }) => {
    const own = (granted.get(serviceAccountName) ?? []).flatMap((each) => each.rules);
    const wanted = isForAll ? rules.flatMap(beyondLeaderElection) : rules.filter(isAboutUrls);
    const missing = wanted.filter((rule) => !isGranted(rule, own));
    if (missing.length === 0) return [];
    const seesNamespaces = !isForAll || isGranted(NAMESPACES, [...own, ...missing]);
    return [{ serviceAccountName, rules: [...missing, ...(seesNamespaces ? [] : [NAMESPACES])] }];
  });
}

/** Whether a rule is about URLs, which no Role can grant. */
export function isAboutUrls(rule: JsonObject): boolean {
  return textsOf(rule.nonResourceURLs).length > 0;
}

/** The part of a rule that leader election may need; nothing where it has none. */
export function forLeaderElection(rule: JsonObject): JsonObject[] {
  const isOfGroups = textsOf(rule.apiGroups).some(
    (group) => group === '*' || LEADER_ELECTION_GROUPS.has(group),
  );
  const resources = textsOf(rule.resources).filter(
    (resource) => resource === '*' || LEADER_ELECTION_RESOURCES.has(resource),
  );
  return isOfGroups && resources.length > 0 ? [{ ...rule, resources }] : [];
}

/** The rule without the resources of leader election; nothing where it has no others. */
function beyondLeaderElection(rule: JsonObject): JsonObject[] {
  if (!textsOf(rule.apiGroups).every((group) => LEADER_ELECTION_GROUPS.has(group))) return [rule];
  const all = textsOf(rule.resources);
  const others = all.filter((resource) => !LEADER_ELECTION_RESOURCES.has(resource));
  if (others.length === all.length) return [rule];
  return others.length === 0 ? [] : [{ ...rule, resources: others }];
}

// Real rules make a few thousand at most; one that makes more is taken for not granted.
const MAX_COMPARISONS = 500_000;

/** Whether each thing that `rule` allows is allowed by one of `others`. */
function isGranted(rule: JsonObject, others: readonly JsonObject[]): boolean {
  if (isAboutUrls(rule)) return false;
  const groups = textsOf(rule.apiGroups);
  const resources = textsOf(rule.resources);
  const verbs = textsOf(rule.verbs);
  const comparisons = groups.length * resources.length * verbs.length * others.length;
  if (comparisons > MAX_COMPARISONS) return false;
  const names = textsOf(rule.resourceNames);
  const isAllowed = (group: string, resource: string, verb: string): boolean =>
    others.some(
      (other) =>
        allows(other.apiGroups, group) &&
        (allows(other.resources, resource) || allows(other.resources, anySub(resource))) &&
        allows(other.verbs, verb) &&
        allowsNames(textsOf(other.resourceNames), names),
    );
  return groups.every((group) =>
    resources.every((resource) => verbs.every((verb) => isAllowed(group, resource, verb))),
  );
}

function allows(list: unknown, wanted: string): boolean {
  return textsOf(list).some((each) => each === '*' || each === wanted);
}

/** How a rule names a subresource of every resource: `pods/log` becomes `*` and `/log`. */
function anySub(resource: string): string {
  return resource.replace(/^[^/]+(?=\/)/, '*');
}

/** No names stand for all. */
function allowsNames(granted: readonly string[], wanted: readonly string[]): boolean {
  if (granted.length === 0) return true;
  return wanted.length > 0 && wanted.every((name) => granted.includes(name));
}
