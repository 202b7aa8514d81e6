import { UserError } from '../../../src/errors.ts';
import { canonicalJsonText } from '../../../src/manifest/json.ts';
import { parseYaml } from '../../../src/manifest/yaml.ts';
import type { GoAnswer, ReaderName, YamlReader } from './yaml-reader.ts';

/**
 * What this program and kubectl read in a stream: the JSON of each document, keys sorted, without the
 * documents that are null; or that they refuse it.
 */
export type Readings = { ours: string[] | 'refused'; theirs: string[] | 'refused' };

/** Reads a stream twice. */
export async function readBoth(reader: YamlReader, stream: string): Promise<Readings> {
  const values = ownValues(stream);
  return {
    ours: values === 'refused' ? values : values.map(canonicalJsonText),
    theirs: readingOf(await reader.read(stream, ['lenient']), 'lenient'),
  };
}

/** What {@link parseYaml} makes of a stream. */
export function ownValues(stream: string): unknown[] | 'refused' {
  try {
    return parseYaml(stream, 'a.yaml').map(({ value }) => value);
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
