import { inputError } from '../errors.ts';
import type { UserError } from '../errors.ts';
import { compareText } from '../manifest/object.ts';
import type { ImageProblems } from '../source/image-problem.ts';
import { LIMITS, mebibytes } from '../source/limits.ts';
import { readLayer } from '../source/read-layer.ts';
import type { SourceFile, SourceFiles } from '../source/source-files.ts';

/**
 * The files of a chart, with Chart.yaml at the root: those of a directory as they are, those of an archive
 * (`.tgz`) without the folder that it wraps them in. Helm reads .helmignore in directories alone, so that an archive's is
 * left out.
 * @throws {UserError} `chart-archive-invalid`, `chart-archive-unsafe`, `source-too-large`
 */
export async function chartFiles(source: SourceFiles): Promise<SourceFiles> {
  const [first, ...others] = source.files;
  if (first?.path !== '' || others.length > 0) return source;
  const problems = archiveProblems(source.ref);
  if (first.bytes.subarray(0, 2).toString('hex') !== '1f8b') {
    throw problems.invalid('is no chart: neither a directory nor a .tgz archive');
  }
  const budget = { bytes: LIMITS.totalBytes, entries: LIMITS.layerEntries };
  const { entries } = await readLayer(first.bytes, budget, problems);
  const files = new Map<string, SourceFile>();
  const folders = new Set<string>();
  for (const entry of entries) {
    if (entry.kind === 'directory') continue;
    if (entry.kind !== 'file') throw problems.unsafe(`the entry ${entry.path} is a link`);
    const [folder = '', ...rest] = entry.path.split('/');
    folders.add(folder);
    const path = rest.join('/');
    if (path === '')
      throw problems.invalid(`the entry ${entry.path} lies beside the chart's folder`);
    // As with tar, the last one of a name counts.
    if (rest.at(-1) !== '.helmignore') files.set(path, { path, bytes: entry.bytes });
  }
  if (folders.size > 1)
    throw problems.invalid(`holds ${folders.size} folders instead of one chart`);
  for (const { path } of files.values()) {
    const parents = path.split('/').map((_, index, steps) => steps.slice(0, index).join('/'));
    const file = parents.find((parent) => files.has(parent));
    if (file !== undefined) throw problems.invalid(`the entry ${file} is a file and a folder`);
  }
  if (files.size > LIMITS.files) throw problems.tooLarge(`has ${files.size} files`);
  const sorted = [...files.values()].toSorted((a, b) => compareText(a.path, b.path));
  return { ...source, files: sorted };
}

function archiveProblems(ref: string): ImageProblems {
  const problem = (code: string, message: string, hint: string): UserError =>
    inputError({ code, message, hint, at: { file: ref } });
  const again = 'get the chart again, as helm pull or helm package writes it';
  return {
    invalid: (message) => problem('chart-archive-invalid', message, again),
    unsafe: (message) =>
      problem(
        'chart-archive-unsafe',
        message,
        'a chart has nothing of this kind: do not use it before you know why it is there',
      ),
    tooLarge: (message) =>
      problem(
        'source-too-large',
        `${message}; at most ${LIMITS.files} files, ${mebibytes(LIMITS.fileBytes)} a file and ${mebibytes(LIMITS.totalBytes)} in all are read`,
        'give a chart without what it does not need',
      ),
    unsupported: (message, hint) => problem('chart-archive-invalid', message, hint),
  };
}
