import { EXIT, throwIfAny } from '../errors.ts';
import type { Place, Problem } from '../errors.ts';
import { bundleMarks, compareBundleVersions } from '../manifest/bundle-mark.ts';
import type { BundleMarks } from '../manifest/bundle-mark.ts';
import type { TreeObject } from '../manifest/manifest.ts';
import type { Incompatibility } from '../tree/tree-description.ts';

/** What a tree, or whatever else is in the cluster, brings and needs of sources that others bring, too. */
export type Party = {
  /** The tree's name; undefined where nobody is known to have brought it. */
  tree: string | undefined;
  /** The highest versions of bundles that its objects say they are of, by domain. */
  bundles: ReadonlyMap<string, string>;
  incompatible: readonly Incompatibility[];
  directory?: string;
};

/** Two parties that do not work together. */
export type RefusedPair = { refusing: Party; bringing: Party; problem: Problem };

/** The highest versions of bundles that objects say they are of, by domain. */
export function bundlesOf(objects: readonly TreeObject[]): Map<string, string> {
  return highestBundles(objects.map(({ manifest }) => bundleMarks(manifest.outline)));
}

/** The highest versions of bundles, by domain. */
export function highestBundles(all: readonly BundleMarks[]): Map<string, string> {
  const highest = new Map<string, string>();
  for (const [domain, { version }] of all.flatMap((marks) => [...marks])) {
    const known = highest.get(domain);
    if (version === undefined) continue;
    if (known === undefined || compareBundleVersions(version, known) > 0) {
      highest.set(domain, version);
    }
  }
  return highest;
}

/**
 * Finds the parties that do not work with what the device would have of a source: of a bundle that several bring,
 * that is the highest version ({@link chooseForm}).
 */
export async function refusedPairs(parties: readonly Party[]): Promise<RefusedPair[]> {
  if (parties.every(({ incompatible }) => incompatible.length === 0)) return [];
  const { isWithin } = await import('../manifest/version-range.ts');
  return parties.flatMap((refusing) =>
    refusing.incompatible.flatMap((rule): RefusedPair[] => {
      const bringing = highestOf(rule.domain, parties);
      const version = bringing?.bundles.get(rule.domain);
      if (bringing === undefined || version === undefined || bringing === refusing) return [];
      if (!isWithin(version, rule.versions)) return [];
      return [{ refusing, bringing, problem: problemOf(refusing, bringing, rule, version) }];
    }),
  );
}

/** Refuses trees that do not work together. @throws {UserError} `pair-refused`, exit status 6 */
export async function refusePairs(
  trees: readonly {
    name: string;
    directory: string;
    objects: readonly TreeObject[];
    incompatible: readonly Incompatibility[];
  }[],
): Promise<void> {
  if (trees.every(({ incompatible }) => incompatible.length === 0)) return;
  const parties = trees.map(({ name, directory, objects, incompatible }) => ({
    tree: name,
    directory,
    bundles: bundlesOf(objects),
    incompatible,
  }));
  throwIfAny(
    (await refusedPairs(parties)).map(({ problem }) => problem),
    EXIT.unsafe,
  );
}

function highestOf(domain: string, parties: readonly Party[]): Party | undefined {
  let highest: Party | undefined;
  for (const party of parties) {
    const version = party.bundles.get(domain);
    const known = highest?.bundles.get(domain);
    if (version === undefined) continue;
    if (known === undefined || compareBundleVersions(version, known) > 0) highest = party;
  }
  return highest;
}

function problemOf(
  refusing: Party,
  bringing: Party,
  { what, version, source, versions, because, evidence }: Incompatibility,
  brought: string,
): Problem {
  const theirs =
    bringing.tree === undefined
      ? `${source} ${brought}, which is in the cluster and of no tree`
      : `${source} ${brought} of ${bringing.tree}`;
  const file = bringing.directory ?? refusing.directory;
  const at: Place = file === undefined ? {} : { file };
  return {
    code: 'pair-refused',
    message: `${what} ${version} of ${refusing.tree} does not work with ${theirs}: ${because} (${evidence})`,
    hint:
      bringing.tree === undefined
        ? `install a release of ${refusing.tree} that works with it, or delete the CRDs of ${source}, and with them all their objects, if nobody needs these`
        : `install a release of ${refusing.tree} that works with it, or one of ${bringing.tree} whose ${source} is not ${versions}; or do without one of them: microshift-optional remove ${bringing.tree} --crds, and uninstall its package`,
    at,
  };
}
