import { assemble } from '../component/assemble.ts';
import { loadSources } from '../component/load-sources.ts';
import { LOCK_FILE, formatLock } from '../component/lock.ts';
import type { Lock } from '../component/lock.ts';
import { parseOverrides } from '../component/parse-overrides.ts';
import { readComponent } from '../component/read-component.ts';
import { checkReleaseDirectory } from '../component/release-directory.ts';
import { writeRelease } from '../component/write-release.ts';
import { ARCHITECTURES, formatReleaseInfo } from '../package/release-info.ts';
import { formatSpec } from '../package/spec.ts';
import { formatRebaseReport } from '../report/rebase-report.ts';
import { sha256 } from '../digest.ts';
import { formatTree } from '../tree/format-tree.ts';
import type { ProgramVersion } from '../version.ts';

export type RebaseOptions = {
  componentDirectory: string;
  /** REFs by source name. */
  sources: ReadonlyMap<string, string>;
  /** References by key. */
  images: ReadonlyMap<string, string>;
  out: string;
  program: ProgramVersion;
};

/**
 * Loads, converts and assembles a component and writes the release; returns a line that says so.
 * @throws {UserError} everything that is wrong with the input, before anything is written
 */
export async function rebase(options: RebaseOptions): Promise<string> {
  const images = parseOverrides(options.images);
  await checkReleaseDirectory(options.out);
  const component = await readComponent(options.componentDirectory);
  const sources = await loadSources(component, options.sources);
  const assembled = assemble(component, sources, images);

  const { package: packageName, directory, summary, health } = component.spec;
  const version =
    sources.find(({ kind }) => kind === 'RegistryV1Bundle')?.version ??
    sources.find((source) => source.version !== undefined)?.version ??
    '0';
  const described: Omit<Lock, 'files'> = {
    name: component.name,
    package: packageName,
    directory,
    version: version.replace(/^v(?=\d)/, ''),
    sources: sources.map(({ name, kind, version: sourceVersion, digest }) => ({
      name,
      kind,
      ...(sourceVersion === undefined ? {} : { version: sourceVersion }),
      digest,
    })),
    images: assembled.images,
  };

  const tree = formatTree(assembled.objects, {
    name: component.name,
    version: described.version,
    health,
  });
  const files = new Map([
    ...[...tree].map(([name, text]): [string, string] => [
      `manifests.d/${directory}/${name}`,
      text,
    ]),
    ...ARCHITECTURES.map((architecture): [string, string] => [
      `release-info/release-${component.name}-${architecture}.json`,
      formatReleaseInfo(described.version, assembled.images),
    ]),
    [`rpm/${packageName}.spec`, formatSpec({ ...described, summary })],
    ['rebase-report.md', formatRebaseReport(described, sources, assembled, options.program)],
  ]);
  const lock: Lock = {
    ...described,
    files: Object.fromEntries([...files].map(([file, text]) => [file, sha256(text)])),
  };
  await writeRelease(options.out, new Map([...files, [LOCK_FILE, formatLock(lock)]]));
  return (
    `${options.out}: ${packageName} ${lock.version}, ${assembled.objects.length} objects, ` +
    `${Object.keys(lock.images).length} images; see ${options.out}/rebase-report.md\n`
  );
}
