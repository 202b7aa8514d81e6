import type { Finding } from '../findings.ts';
import { compareText } from '../manifest/object.ts';
import { checkCompiledPlan } from './checks/compiled-plan.ts';
import { checkCrds } from './checks/crds.ts';
import { checkCustomResources } from './checks/custom-resources.ts';
import { imageCheck } from './checks/images.ts';
import { checkLockedFiles } from './checks/locked-files.ts';
import { checkMetadata } from './checks/metadata.ts';
import { checkNamespaces } from './checks/namespaces.ts';
import { checkObjectsTwice, checkServedGroups } from './checks/objects.ts';
import { checkPodConfiguration } from './checks/pod-configuration.ts';
import { checkPullPolicy } from './checks/pull-policy.ts';
import { checkReleaseInfo } from './checks/release-info.ts';
import { checkRoleBindings } from './checks/role-bindings.ts';
import { checkServiceAccounts } from './checks/service-accounts.ts';
import { checkServiceReferences } from './checks/service-references.ts';
import { checkServiceSelectors } from './checks/service-selectors.ts';
import { checkTreeFiles } from './checks/tree-files.ts';
import { checkWorkloadSelectors } from './checks/workload-selectors.ts';
import { readRelease } from './read-release.ts';
import type { Check } from './verified-release.ts';

/** Every check but that of images, which has an option. */
const CHECKS: readonly Check[] = [
  checkLockedFiles,
  checkTreeFiles,
  checkCompiledPlan,
  checkReleaseInfo,
  checkObjectsTwice,
  checkServedGroups,
  checkMetadata,
  checkCrds,
  checkCustomResources,
  checkNamespaces,
  checkRoleBindings,
  checkServiceAccounts,
  checkPodConfiguration,
  checkServiceReferences,
  checkServiceSelectors,
  checkWorkloadSelectors,
  checkPullPolicy,
];

export type VerifyOptions = {
  /** Whether an image that is named by a tag alone makes a release unfit. */
  requireDigests: boolean;
};

/** What a check of a whole release found: what it is, how many objects it has, and the findings, sorted. */
export type Verification = {
  packageName: string;
  version: string;
  objects: number;
  findings: Finding[];
};

/**
 * Checks a release directory against its lock and within itself. It asks no cluster and no registry.
 * @throws {UserError} `lock-missing`, `lock-invalid`
 */
export async function verifyRelease(
  directory: string,
  { requireDigests }: VerifyOptions,
): Promise<Verification> {
  const { release, findings } = await readRelease(directory);
  const checks = [...CHECKS, imageCheck(requireDigests ? 'error' : 'note')];
  const all = [...findings, ...checks.flatMap((check) => check(release))];
  return {
    packageName: release.lock.package,
    version: release.lock.version,
    objects: release.objects.length,
    findings: all.toSorted((a, b) => compareText(sortKey(a), sortKey(b))),
  };
}

/** Errors first, then by place. */
function sortKey({ severity, at, id }: Finding): string {
  return [severity, at?.file ?? '', at?.object ?? '', at?.field ?? '', id].join('\0');
}
