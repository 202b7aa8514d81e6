import { Document, LineCounter, parseAllDocuments, visit } from 'yaml';
import { EXIT, UserError, throwIfAny } from '../errors.ts';
import type { Problem } from '../errors.ts';
import { kubernetesTags } from './yaml-dialect.ts';

/** A document of a YAML stream, and how to find the line of one of its fields. */
export type YamlDocument = {
  value: unknown;
  /** The line of the file where the document's content begins, from 1. */
  line: number;
  /** The line of the value at `path`, or of the nearest parent that exists. */
  lineOf(path: readonly (string | number)[]): number;
};

// Anchors that refer to each other can make a few lines expand to gigabytes.
const MAX_ALIASES = 1000;

const MAX_PROBLEMS = 5;

/**
 * Reads a YAML (or JSON) stream as the API server's tools do, without its empty documents.
 * @param file the name that errors show
 * @throws {UserError} `yaml-invalid`, every syntax error with its line
 */
export function parseYaml(text: string, file: string): YamlDocument[] {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text.replace(/^\uFEFF/, ''), {
    schema: 'failsafe',
    customTags: kubernetesTags,
    merge: true,
    lineCounter: lines,
    prettyErrors: false,
    // Unknown tags are read as what they stand on, as go-yaml does.
    logLevel: 'error',
  });
  const list: Document.Parsed[] = Array.isArray(documents) ? documents : [];
  const problems = list.flatMap((document) =>
    document.errors.map((error): Problem => {
      const { line, col } = lines.linePos(error.pos[0]);
      return invalid(file, line, col, error.message);
    }),
  );
  // One mistake makes the rest of a file look wrong.
  throwIfAny(problems.slice(0, MAX_PROBLEMS));
  return list.flatMap((document) => {
    if (document.contents === null) return [];
    const lineAt = (offset: number): number => lines.linePos(offset).line;
    const line = lineAt(document.contents.range[0]);
    const value = toValue(document, file, line);
    return value === null
      ? []
      : [{ value, line, lineOf: (path) => lineAt(offsetOf(document, path)) }];
  });
}

/**
 * YAML text of `value`: block style, keys in their own order, quoted wherever any YAML 1.1 or 1.2
 * reader would take a string for something else. {@link parseYaml} gives the same value back.
 */
export function formatYaml(value: unknown): string {
  const document = new Document(value, {
    schema: 'failsafe',
    customTags: kubernetesTags,
    compat: 'yaml-1.1',
    aliasDuplicateObjects: false,
  });
  visit(document, {
    Scalar(_key, node) {
      if (typeof node.value === 'string' && NOT_PLAIN.test(node.value)) node.type = 'QUOTE_DOUBLE';
    },
  });
  return document.toString({ lineWidth: 0 }).replaceAll(NOT_PLAIN_ALL, escaped);
}

/**
 * What go-yaml refuses as control characters or takes for line ends (YAML 1.1), and the byte order
 * mark: they are written as escapes, which only double quotes have.
 */
const NOT_PLAIN = /[\u007F-\u009F\u2028\u2029\uFEFF\uFFFE\uFFFF]/;
const NOT_PLAIN_ALL = new RegExp(NOT_PLAIN, 'g');

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function toValue(document: Document.Parsed, file: string, line: number): unknown {
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    throw new UserError(EXIT.usage, [invalid(file, line, 1, error.message)], { cause: error });
  }
}

function offsetOf(document: Document.Parsed, path: readonly (string | number)[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    const range = (node as { range?: [number, number, number] | null } | undefined)?.range;
    if (range) return range[0];
  }
  return document.contents?.range[0] ?? 0;
}

function invalid(file: string, line: number, column: number, message: string): Problem {
  return {
    code: 'yaml-invalid',
    message: message.replaceAll('\n', ' '),
    hint: 'correct the YAML at this line',
    at: { file, line, column },
  };
}
