import semver from 'semver';
import { isJsonObject, valueAt } from '../manifest/json.ts';
import type { KubernetesObject } from '../manifest/object.ts';
import { compareCrds } from '../upgrade/compare-crds.ts';
import { compareVersionPriority, isKubernetesVersion } from '../upgrade/version-priority.ts';
import { ownVersions } from './stored-versions.ts';

/**
 * Why a live CRD is taken for one of a newer release than the next one, for people; undefined where it is
 * not. What counts, the first that tells:
 *
 * - the release that both say they are of, in a label or annotation, since it is about this very CRD;
 * - that the device is known to have gone back, and the two differ, or to have gone forward;
 * - the highest version that each defines.
 */
export function newerReason(
  live: KubernetesObject,
  next: KubernetesObject,
  isRollback: boolean | undefined,
): string | undefined {
  const named = compareNamedReleases(live, next);
  if (named !== undefined) return named.isNewer ? named.text : undefined;
  if (isRollback === true) {
    return compareCrds([live], [next]).length === 0
      ? undefined
      : 'it differs from the one of this release, and a newer release was here before';
  }
  if (isRollback === false) return undefined;
  const [has, comes] = [highest(ownVersions(live)), highest(ownVersions(next))];
  return has !== undefined && comes !== undefined && compareVersionPriority(has, comes) > 0
    ? `it defines ${has}, and the one of this release nothing above ${comes}`
    : undefined;
}

function highest(versions: readonly string[]): string | undefined {
  return versions.filter(isKubernetesVersion).toSorted(compareVersionPriority).at(-1);
}

/** Which of two CRDs says to be newer; undefined where they do not say it, or contradict themselves. */
function compareNamedReleases(
  live: KubernetesObject,
  next: KubernetesObject,
): { isNewer: boolean; text: string } | undefined {
  const after = namedReleases(next);
  const found = [...namedReleases(live)].flatMap(([key, has]) => {
    const comes = after.get(key);
    const order = comes === undefined ? 0 : semver.compare(has, comes);
    const text = `its ${key} is ${has}, and that of this release ${comes}`;
    return order === 0 ? [] : [{ isNewer: order > 0, text }];
  });
  const [first] = found;
  return found.every(({ isNewer }) => isNewer === first?.isNewer) ? first : undefined;
}

function namedReleases(crd: KubernetesObject): Map<string, string> {
  const entries = ['labels', 'annotations'].flatMap((kind) => {
    const values = valueAt(crd, ['metadata', kind]);
    return isJsonObject(values) ? Object.entries(values) : [];
  });
  return new Map(
    entries.flatMap(([key, value]): [string, string][] => {
      const isRelease = key.endsWith('/bundle-version') || key === 'app.kubernetes.io/version';
      return isRelease && typeof value === 'string' && semver.valid(value) !== null
        ? [[key, value]]
        : [];
    }),
  );
}
