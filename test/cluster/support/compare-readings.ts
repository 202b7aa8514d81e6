import { UserError } from '../../../src/errors.ts';
import { canonicalJsonText } from '../../../src/manifest/json.ts';
import { parseYaml } from '../../../src/manifest/yaml.ts';
import type { Dialect } from '../../../src/manifest/yaml-dialect.ts';
import type { GoAnswer, ReaderName, YamlReader } from './yaml-reader.ts';

/**
 * What this program and kubectl (or kustomize) read in a stream: the JSON of each document, keys sorted, without the
 * documents that are null; or that they refuse it.
 */
export type Readings = { ours: string[] | 'refused'; theirs: string[] | 'refused' };

/** Reads a stream twice, as kubectl or as kustomize does. */
export async function readBoth(
  reader: YamlReader,
  stream: string,
  by: 'lenient' | 'kustomize' = 'lenient',
): Promise<Readings> {
  const values = ownValues(stream, by === 'kustomize' ? by : 'kubectl');
  return {
    ours: values === 'refused' ? values : values.map(canonicalJsonText),
    theirs: readingOf(await reader.read(stream, [by]), by),
  };
}

/** What {@link parseYaml} makes of a stream. */
export function ownValues(stream: string, dialect: Dialect = 'kubectl'): unknown[] | 'refused' {
  try {
    return parseYaml(stream, 'a.yaml', dialect).map(({ value }) => value);
  } catch (error) {
    if (error instanceof UserError) return 'refused';
    throw error;
  }
}

/** The JSON of every document of an answer; a document that is refused is a stream that is refused. */
export function readingOf<Name extends ReaderName>(
  { documents, error }: GoAnswer<Name>,
  by: Name,
): string[] | 'refused' {
  if (error !== undefined) return 'refused';
  const values = documents.map((document) => document[by]);
  return values.some((value) => 'error' in value)
    ? 'refused'
    : values
        .flatMap((value) => ('json' in value ? [canonicalJsonText(value.json)] : []))
        .filter((text) => text !== 'null');
}
