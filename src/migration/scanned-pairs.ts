import type { KubernetesObject } from '../manifest/object.ts';
import { readComparedCrd, storageVersion } from '../upgrade/compared-crd.ts';
import type { ComparedCrd, ComparedVersion } from '../upgrade/compared-crd.ts';
import { storedVersions } from './stored-versions.ts';

/** Objects as they are served in one version, and the one by whose schema they are read or stored next. */
export type ScannedPair = { served: ComparedVersion; target: ComparedVersion };

/**
 * In which versions stored objects have to be looked at, and what they are pruned by once the next CRD is in
 * place: the version of the same name, by which the API server reads what is stored in it, and the new
 * storage version. A version whose objects a webhook converts is not compared with another one.
 *
 * Objects of a version that is not served are looked at as they are served: what nobody can read is lost
 * already.
 */
export function scannedPairs(live: KubernetesObject, next: KubernetesObject): ScannedPair[] {
  const [before, after] = [readComparedCrd(live), readComparedCrd(next)];
  const storage = after === undefined ? undefined : storageVersion(after);
  if (before === undefined || after === undefined || storage === undefined) return [];
  const hasWebhook = before.hasWebhook || after.hasWebhook;
  const pairs = storedVersions(live).flatMap((name): ScannedPair[] => {
    const same = versionNamed(after, name);
    const served = servedAs(before, name);
    if (served === undefined) return [];
    const asSame = same === undefined ? [] : [{ served, target: same }];
    if (hasWebhook && same !== undefined) return asSame;
    const asStored = before.hasWebhook ? servedAs(before, storage.name) : served;
    return asStored === undefined ? asSame : [...asSame, { served: asStored, target: storage }];
  });
  const keyOf = ({ served, target }: ScannedPair): string => `${served.name} ${target.name}`;
  return [...new Map(pairs.map((pair) => [keyOf(pair), pair])).values()];
}

function versionNamed(crd: ComparedCrd, name: string): ComparedVersion | undefined {
  return crd.versions.find((version) => version.name === name);
}

function servedAs(crd: ComparedCrd, name: string): ComparedVersion | undefined {
  const served = crd.versions.filter((version) => version.served);
  return (
    served.find((version) => version.name === name) ??
    served.find(({ storage }) => storage) ??
    served[0]
  );
}
