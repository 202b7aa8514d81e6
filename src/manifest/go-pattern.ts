/*
 * Outside of a class: escape, quantifier, start of a group, start of a class, anything.
 * In one: a named class, escape, anything.
 */
const OUTSIDE =
  /\\(?:x[\dA-Fa-f]{2}|x\{[\dA-Fa-f]+\}|[pP]\{\w+\}|.)|\{\d+(?:,\d*)?\}|\(\?:|\(\?P?<\w+>|\(\?|\[\^?\]?|./uy;
const INSIDE = /\[:[^]*?:\]|\\(?:x[\dA-Fa-f]{2}|x\{[\dA-Fa-f]+\}|[pP]\{\w+\}|.)|./uy;

const NAMED_CLASSES = new Map([
  ['[:alnum:]', '0-9A-Za-z'],
  ['[:alpha:]', 'A-Za-z'],
  ['[:digit:]', '0-9'],
  ['[:lower:]', 'a-z'],
  ['[:space:]', ' \\t-\\r'],
  ['[:upper:]', 'A-Z'],
  ['[:word:]', '\\w'],
  ['[:xdigit:]', '0-9A-Fa-f'],
]);

/** What JavaScript writes otherwise, or takes for more: its `.` and `\s` know of other line ends and blanks. */
const TRANSLATED_OUTSIDE = new Map([
  ['.', '[^\\n]'],
  ['\\s', '[\\t\\n\\f\\r ]'],
  ['\\S', '[^\\t\\n\\f\\r ]'],
  ['\\A', '^'],
  ['\\z', '$'],
  ['\\a', '\\x07'],
  ['{', '\\{'],
  ['}', '\\}'],
  [']', '\\]'],
]);
/** Each ends with a range, so that a hyphen after it begins none. */
const TRANSLATED_INSIDE = new Map([
  ['\\s', ' \\f-\\r\\t-\\n'],
  ['\\a', '\\x07'],
]);

/** Escapes with the same meaning in both; of others only those of punctuation are understood. */
const SAME_ESCAPES = /^\\(?:[dDwWbBtnrfv]$|x[^{]|[pP]\{)/;

/**
 * A regular expression of Go (RE2) as JavaScript's; undefined where it is none, or uses what is not
 * translated. With its flag `u` JavaScript refuses what it does not know instead of reading it in
 * another way, so that the answer is never a guess.
 * @see https://github.com/google/re2/wiki/Syntax
 */
export function goPattern(pattern: string): RegExp | undefined {
  const flags = /^\(\?([ims]+)\)/.exec(pattern);
  const rest = pattern.slice(flags?.[0].length ?? 0);
  const source = translate(rest, flags?.[1] ?? '');
  if (source === undefined) return undefined;
  try {
    return new RegExp(source, `u${[...new Set(flags?.[1])].join('')}`);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function translate(pattern: string, flags: string): string | undefined {
  let source = '';
  let inClass = false;
  for (let at = 0; at < pattern.length;) {
    const token = tokenAt(pattern, at, inClass ? INSIDE : OUTSIDE);
    const translated = inClass ? inside(token) : outside(token, flags);
    if (translated === undefined) return undefined;
    source += translated;
    at += token.length;
    inClass = inClass ? token !== ']' : token.startsWith('[');
  }
  return inClass ? undefined : source;
}

function tokenAt(text: string, at: number, tokens: RegExp): string {
  tokens.lastIndex = at;
  // A line end is all that no token matches.
  return tokens.exec(text)?.[0] ?? text.slice(at, at + 1);
}

function outside(token: string, flags: string): string | undefined {
  if (token === '.' && flags.includes('s')) return token;
  // With both of its flags JavaScript counts letters beyond ASCII as parts of words.
  if (/^\\[bB]$/.test(token) && flags.includes('i')) return undefined;
  // Flags of a group. What JavaScript has besides, such as a look ahead, Go refuses.
  if (token === '(?') return undefined;
  const named = /^\(\?P?(<\w+>)$/.exec(token)?.[1];
  if (named !== undefined) return `(?${named}`;
  // Go takes a bracket at the start of a class for one of its characters, JavaScript for its end.
  if (token.startsWith('[')) return token.replace(']', '\\]');
  return TRANSLATED_OUTSIDE.get(token) ?? escape(token, false);
}

function inside(token: string): string | undefined {
  if (token.startsWith('[:')) return NAMED_CLASSES.get(token);
  return TRANSLATED_INSIDE.get(token) ?? escape(token, true);
}

function escape(token: string, inClass: boolean): string | undefined {
  if (!token.startsWith('\\')) return token;
  const codePoint = /^\\x(\{.+\})$/.exec(token)?.[1];
  if (codePoint !== undefined) return `\\u${codePoint}`;
  if (inClass && /^\\[bB]/.test(token)) return undefined;
  if (SAME_ESCAPES.test(token)) return token;
  const character = token.slice(1);
  if (!/^[!-/:-@[-`{-~]$/.test(character)) return undefined;
  const isSyntax = /[\^$\\.*+?()[\]{}|/]/.test(character) || (inClass && character === '-');
  return isSyntax ? token : character;
}
