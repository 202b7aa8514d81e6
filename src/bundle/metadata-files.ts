import path from 'node:path';
import { UserError } from '../errors.ts';
import { parseYaml } from '../manifest/yaml.ts';
import type { YamlDocument } from '../manifest/yaml.ts';
import type { SourceFile, SourceFiles } from '../source/source-files.ts';
import { shownPath, textOf } from '../source/source-files.ts';

/** The YAML and JSON files of a bundle's metadata directory (`''` is the bundle itself), not below it. */
export function metadataFiles({ files }: SourceFiles, directory: string): SourceFile[] {
  const folder = directory === '' ? '.' : directory;
  return files.filter(
    (file) => path.posix.dirname(file.path) === folder && /\.(?:ya?ml|json)$/.test(file.path),
  );
}

/**
 * The document in a file of metadata; undefined for an empty file and, as for OLM, for one of a name of
 * its own that cannot be read: anything may lie there.
 * @throws {UserError} what is wrong with a file of a usual name
 */
export function metadataDocument(source: SourceFiles, file: SourceFile): YamlDocument | undefined {
  const name = shownPath(source, file.path);
  try {
    return parseYaml(textOf(file, name), name)[0];
  } catch (error) {
    const isUsual = /^(?:annotations|dependencies|properties)\./.test(path.posix.basename(name));
    if (!(error instanceof UserError) || isUsual) throw error;
    return undefined;
  }
}
