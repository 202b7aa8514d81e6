import {
  Composer,
  Document,
  Lexer,
  LineCounter,
  Parser,
  isMap,
  isNode,
  isScalar,
  visit,
} from 'yaml';
import type { CST, Node, ScalarTag, Tags } from 'yaml';
import { throwIfAny } from '../errors.ts';
import type { Problem } from '../errors.ts';
import { resolvePlain } from './yaml-dialect.ts';
import type { Dialect } from './yaml-dialect.ts';
import { documentValue } from './yaml-value.ts';
import type { OnProblem } from './yaml-value.ts';

/** A document of a YAML stream, and how to find the line of one of its fields. */
export type YamlDocument = {
  value: unknown;
  /** The line of the file where the document's content begins, from 1. */
  line: number;
  /** The line of the value at `path`, or of the nearest parent that exists. */
  lineOf(path: readonly (string | number)[]): number;
};

// The parser's own recursion would end the process; manifests nest to about 50.
const MAX_DEPTH = 500;

const MAX_PROBLEMS = 5;
// Some quote the text.
const MAX_MESSAGE = 200;

/**
 * Reads a YAML (or JSON) stream as the API server's tools do, without its empty documents.
 * @param file the name that errors show
 * @param dialect kubectl's if not said otherwise
 * @throws {UserError} `yaml-invalid`, every syntax error with its line
 */
export function parseYaml(text: string, file: string, dialect?: Dialect): YamlDocument[] {
  const lines = new LineCounter();
  const problems: Problem[] = [];
  const onProblem: OnProblem = (offset, message, code) => {
    const { line, col } = lines.linePos(offset);
    problems.push({ ...invalid(file, line, col, message), ...(code && { code }) });
  };
  // One mistake makes the rest of a file look wrong.
  const throwProblems = (): void => throwIfAny(problems.slice(0, MAX_PROBLEMS));

  // A carriage return alone ends a line as well.
  const plainText = text.replace(/^\uFEFF/, '').replaceAll(/\r(?!\n)/g, '\n');
  const documents = compose(plainText, lines, onProblem);
  findUnreadable(plainText, onProblem);
  throwProblems();
  for (const { errors } of documents) {
    for (const error of errors) onProblem(error.pos[0], error.message);
  }
  throwProblems();
  const values = documents.map((document) =>
    documentValue(plainText, document, onProblem, dialect),
  );
  throwProblems();

  return documents.flatMap((document, index) => {
    const value = values[index] ?? null;
    const lineOf: YamlDocument['lineOf'] = (path) => lines.linePos(offsetOf(document, path)).line;
    return value === null ? [] : [{ value, line: lineOf([]), lineOf }];
  });
}

/** The documents of a stream, all scalars as text. */
function compose(text: string, lines: LineCounter, onProblem: OnProblem): Document.Parsed[] {
  const composer = new Composer({
    schema: 'failsafe',
    resolveKnownTags: false,
    uniqueKeys: false,
    // Takes what is unambiguous though YAML forbids it, as go-yaml does.
    strict: false,
    lineCounter: lines,
    prettyErrors: false,
    // Unknown tags are read as what they stand on, as go-yaml does.
    logLevel: 'error',
  });
  return [...composer.compose(tokensOf(text, lines, onProblem), true, text.length)];
}

function* tokensOf(text: string, lines: LineCounter, onProblem: OnProblem): Generator<CST.Token> {
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  let depth = 0;
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme);
    depth = Math.max(depth, parser.stack.length);
    if (depth > MAX_DEPTH)
      return onProblem(parser.offset, `is nested deeper than ${MAX_DEPTH} levels`);
  }
  yield* parser.end();
}

/** What go-yaml refuses as control characters, or takes for the end of a line while YAML 1.2 does not. */
const UNREADABLE = /[\0-\x08\v\f\x0E-\x1F\x7F-\x9F\u2028\u2029\uFFFE\uFFFF]|(?<=\n)\uFEFF/;

function findUnreadable(text: string, onProblem: OnProblem): void {
  const found = UNREADABLE.exec(text);
  if (found === null || isJson(text)) return;
  const code = found[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  onProblem(
    found.index,
    `the character U+${code} can only be written as an escape in double quotes`,
  );
}

/** In JSON these are plain characters. */
function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** A comment above a field of a written value; of one that is not there, it is left out. */
export type FieldComment = { path: readonly (string | number)[]; text: string };

/**
 * YAML text of `value`: block style, keys in their own order, quoted wherever any YAML 1.1 or 1.2
 * reader would take a string for something else. {@link parseYaml} gives the same value back.
 * @param comments whatever their text has stays a comment, see {@link formatComment}
 */
export function formatYaml(value: unknown, comments: readonly FieldComment[] = []): string {
  const document = new Document(value, {
    schema: 'failsafe',
    customTags: writtenTypes,
    compat: 'yaml-1.1',
    aliasDuplicateObjects: false,
  });
  visit(document, {
    Scalar(_key, node) {
      if (typeof node.value === 'string' && needsQuotes(node.value)) node.type = 'QUOTE_DOUBLE';
    },
  });
  for (const { path, text } of comments) {
    const node = commentedNode(document, path);
    if (node !== undefined) node.commentBefore = ` ${commentText(text)}`;
  }
  // On one line: the library's way to break quoted text loses blanks.
  const text = document.toString({ lineWidth: 0, doubleQuotedAsJSON: true });
  return text.replaceAll(NOT_PLAIN_ALL, escaped);
}

/** Comment lines of YAML, one for each text, each with its line end; an empty text is an empty comment. */
export function formatComment(lines: readonly string[]): string {
  return lines.map((line) => `${`# ${commentText(line)}`.trimEnd()}\n`).join('');
}

/** A text that ends no comment: what any reader may take for the end of a line becomes a blank. */
function commentText(text: string): string {
  return text.replaceAll(
    /[\0-\x1F\x7F-\x9F\u2028\u2029\uFEFF\uFFFE\uFFFF]|\p{Bidi_Control}/gu,
    ' ',
  );
}

/** The node that a comment stands above: the key of a field, or the item of a list. */
function commentedNode(document: Document, path: readonly (string | number)[]): Node | undefined {
  const parent = document.getIn(path.slice(0, -1), true);
  if (!isMap(parent)) {
    const item = document.getIn(path, true);
    return isNode(item) ? item : undefined;
  }
  const pair = parent.items.find(({ key }) => isScalar(key) && key.value === path.at(-1));
  return pair !== undefined && isNode(pair.key) ? pair.key : undefined;
}

const writtenTypes: Tags = [
  'null',
  written('bool', (value) => typeof value === 'boolean'),
  written('float', (value) => typeof value === 'number' || typeof value === 'bigint'),
];

function written(type: string, identify: (value: unknown) => boolean): ScalarTag {
  return {
    tag: `tag:yaml.org,2002:${type}`,
    default: true,
    identify,
    resolve: (text) => text,
    stringify: ({ value }) => String(value),
  };
}

function needsQuotes(text: string): boolean {
  return (
    typeof resolvePlain(text) !== 'string' || NOT_PLAIN.test(text) || LEADING_BLANKS.test(text)
  );
}

/** What readers take for the indentation of a block scalar, or refuse in it. */
const LEADING_BLANKS = /^[ \n]*(?:\t| \n)/;

/**
 * What go-yaml refuses as control characters or takes for line ends (YAML 1.1), and the byte order
 * mark: they are written as escapes, which only double quotes have.
 */
const NOT_PLAIN = /[\u007F-\u009F\u2028\u2029\uFEFF\uFFFE\uFFFF]/;
const NOT_PLAIN_ALL = new RegExp(NOT_PLAIN, 'g');

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
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
    message: message.slice(0, MAX_MESSAGE).replaceAll('\n', ' '),
    hint: 'correct the YAML at this line',
    at: { file, line, column },
  };
}
