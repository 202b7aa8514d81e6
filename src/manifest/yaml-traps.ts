import { isAlias, isNode, isScalar } from 'yaml';
import type { Scalar } from 'yaml';
import { isTime } from './yaml-dialect.ts';

/**
 * Why go-yaml takes a scalar for something else than the parser does; undefined where both agree. Such text
 * is refused: whatever value it got, another program would see a different one.
 * @param inFlow whether it stands between brackets
 */
export function trapAt(text: string, { type, range }: Scalar, inFlow: boolean): string | undefined {
  const [start, end] = range ?? [0, 0];
  if (type === 'PLAIN' && inFlow) {
    if (text[start] === '?') return 'between brackets, a text that begins with ? needs quotes';
    COLON_AT_END.lastIndex = end;
    return COLON_AT_END.test(text) ? 'between brackets, a : needs a blank after it' : undefined;
  }
  if (type !== 'BLOCK_LITERAL' && type !== 'BLOCK_FOLDED') return undefined;
  const [header = ''] = /^.*/.exec(text.slice(start, start + HEADER_LENGTH)) ?? [];
  if (!INDENTED_BLOCK.test(header)) return undefined;
  const body = text.slice(start, end).slice(header.length);
  const isKept = header.includes('+') && body.trim() !== '';
  // go-yaml keeps them as text, the parser loses some.
  return !isKept && BLANK_LINE.test(blanksAfter(text, body, end))
    ? 'a block with a number in its head must not end in lines of blanks'
    : undefined;
}

/**
 * Why kustomize makes something else of a value than it seems to be: it writes what it has read as YAML
 * and reads that again, and go-yaml v3's writer does not keep everything. Undefined where it does.
 * @param inFlow whether it stands between brackets
 */
export function doubtAt(node: unknown, inFlow: boolean): string | undefined {
  const isMissing =
    !isNode(node) || (isScalar(node) && node.source === '' && node.type === 'PLAIN');
  if (inFlow && isMissing) return 'a missing value between brackets';
  if (!isNode(node)) return undefined;
  if (!isAlias(node) && node.tag !== undefined && node.tag !== STRING) return 'the tag of a value';
  if (!isScalar(node)) return undefined;
  const { type, source = '' } = node;
  if (type === 'PLAIN' && isTime(source)) return 'a time without quotes';
  const isFolded = type === 'BLOCK_FOLDED' && source.slice(0, -1).includes('\n');
  return isFolded ? 'folded text of several lines' : undefined;
}

const STRING = 'tag:yaml.org,2002:str';

/** `|2-` and a little more. */
const HEADER_LENGTH = 4;
const COLON_AT_END = /[ \t]*:[,\]}]/y;
const INDENTED_BLOCK = /^.[-+]?[1-9]/;
const BLANK_LINE = /\n +\r?\n/;

/** The lines of blanks at the end of a body, and those after it that the parser does not count to it. */
function blanksAfter(text: string, body: string, end: number): string {
  const after = /[ \r\n]*/y;
  after.lastIndex = end;
  return body.slice(body.trimEnd().length) + (after.exec(text)?.[0] ?? '');
}
