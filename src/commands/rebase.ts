import { assemble } from '../component/assemble.ts';
import { checkCompatibility, knownVersions } from '../component/compatibility.ts';
import { incompatibleSources } from '../component/incompatible-sources.ts';
import { loadSources } from '../component/load-sources.ts';
import { readComponent } from '../component/read-component.ts';
import { resourceRequests } from '../component/resource-requests.ts';
import { counted } from '../counted.ts';
import { EXIT, UserError } from '../errors.ts';
import { settleFindings } from '../findings.ts';
import type { Settled } from '../findings.ts';
import { imagesToResolve } from '../images/images-to-resolve.ts';
import { parseOverrides } from '../images/parse-overrides.ts';
import { pinImages } from '../images/pin-images.ts';
import { pinObjects } from '../images/pin-objects.ts';
import { takeStock } from '../images/take-stock.ts';
import { packagedFile } from '../package/packaged-files.ts';
import type { ImageResolver } from '../registry/resolve-image.ts';
import { REPORT_FILE, composeRelease, releaseVersion } from '../release/compose-release.ts';
import { readPreviousRelease } from '../release/previous-release.ts';
import { differencesFromRelease } from '../release/release-differences.ts';
import { checkReleaseDirectory } from '../release/release-directory.ts';
import { checkUnchanged } from '../release/release-state.ts';
import { versionFindings } from '../release/version-findings.ts';
import { writeRelease } from '../release/write-release.ts';
import { formatRebaseReport } from '../report/rebase-report.ts';
import { compareReleases } from '../upgrade/compare-releases.ts';
import { upgradeFindings } from '../upgrade/upgrade-findings.ts';
import type { ProgramVersion } from '../version.ts';
import { checkOrder } from './check-order.ts';

export type RebaseOptions = {
  componentDirectory: string;
  /** REFs by source name. */
  sources: ReadonlyMap<string, string>;
  /** References by key. */
  images: ReadonlyMap<string, string>;
  /** Ids of findings that are accepted. */
  accept: readonly string[];
  out: string;
  /** Only say whether `out` is what this rebase would write. */
  check: boolean;
  /** Asks registries for digests; without it, images stay as they are named. */
  resolveImages: ImageResolver | undefined;
  program: ProgramVersion;
};

/** What a rebase has to say. */
export type RebaseResult = {
  /** A line on what was done; the whole report where findings stop the release. */
  output: string;
  settled: Settled;
};

/**
 * Loads, converts and assembles a component, compares it with the release that is there, and writes the
 * new one.
 * @returns where findings stop the release, nothing is written, and the output is the report
 * @throws {UserError} everything that is wrong with the input, before anything is written;
 * `release-outdated` (exit status 6) with `check`
 */
export async function rebase(options: RebaseOptions): Promise<RebaseResult> {
  const { out, program } = options;
  const overrides = parseOverrides(options.images);
  await checkReleaseDirectory(out);
  const component = await readComponent(options.componentDirectory);
  const { operands, compatibility, upgrade } = component.spec;

  const sources = await loadSources(component, options.sources);
  const assembled = assemble(component, sources, overrides);
  const stock = takeStock(assembled.objects, assembled.relatedImages, operands);

  const fromRegistry = sources.some(({ origin }) => origin?.kind === 'image');
  const references = imagesToResolve(stock.images, assembled.overrides.values(), fromRegistry);
  const pinned = pinImages(stock.images, (await options.resolveImages?.(references)) ?? new Map());
  const { objects, variants } = pinObjects(assembled.objects, pinned.images);

  checkOrder(component.name, objects, `manifests.d/${component.spec.directory}`);

  const replaced = await readPreviousRelease(out, component.name);
  const { previous } = replaced;
  const since = previous && {
    lock: previous.lock,
    requests: resourceRequests(
      previous.objects,
      takeStock(previous.objects, [], operands).operands,
    ),
    ...compareReleases(previous.objects, objects),
  };
  const versions = knownVersions(sources, stock.operands);
  const settled = settleFindings(
    [
      ...sources.flatMap(({ findings }) => findings),
      ...stock.findings,
      ...pinned.findings,
      ...checkCompatibility(compatibility, versions),
      ...replaced.findings,
      ...versionFindings(previous?.lock.version, releaseVersion(sources)),
      ...upgradeFindings(since?.crds ?? [], upgrade),
    ],
    options.accept,
  );

  const requests = resourceRequests(objects, stock.operands);
  const parts = {
    component,
    sources,
    objects,
    variants,
    images: pinned.images,
    accepted: settled.accepted.map(({ id }) => id),
    requests,
    incompatible: incompatibleSources(compatibility, versions, sources),
    greenbootTemplate: packagedFile('greenboot/check.sh'),
  };
  const release = composeRelease(parts, (lock) =>
    formatRebaseReport({
      lock,
      sources,
      objects,
      replaced: assembled.replaced,
      removed: assembled.removed,
      operands: stock.operands,
      requests,
      settled,
      since,
      program,
    }),
  );
  if (settled.stopping.length > 0) {
    return { output: release.files.get(REPORT_FILE) ?? '', settled };
  }
  const { lock } = release;
  const embedded = Object.values(lock.images).filter((image) => image.embedded).length;
  const title = `${lock.package} ${lock.version}, ${counted(objects.length, 'object')}, ${counted(embedded, 'image')}`;

  const differences = previous && (await differencesFromRelease(out, previous.lock, release));
  await checkUnchanged(out, replaced.state);
  if (options.check) {
    if (differences?.length !== 0) throw outdated(out, differences);
    return { output: `${out}: ${title}, up to date\n`, settled };
  }
  // The report that is there tells how this release came about; a new one would find no changes.
  if (differences?.length === 0) {
    return { output: `${out}: ${title}, as it was\n`, settled };
  }
  await writeRelease(out, release.files, replaced.state);
  return { output: `${out}: ${title}; see ${out}/${REPORT_FILE}\n`, settled };
}

const FILES_SHOWN = 10;

function outdated(out: string, differences: readonly string[] | undefined): UserError {
  const shown = differences?.slice(0, FILES_SHOWN).join(', ');
  const more = Math.max(0, (differences?.length ?? 0) - FILES_SHOWN);
  return new UserError(EXIT.unsafe, [
    {
      code: 'release-outdated',
      message:
        shown === undefined
          ? 'holds no release'
          : `is out of date: ${shown}${more > 0 ? ` and ${more} more` : ''}`,
      hint: 'run the same command without --check',
      at: { file: out },
    },
  ]);
}
