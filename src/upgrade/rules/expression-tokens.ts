/**
 * A CEL expression without what means nothing in it: spaces, comments and which quotes its texts stand in.
 * Equal for expressions that are equal but for these.
 */
export function canonicalExpression(rule: string): string {
  return (rule.match(TOKEN) ?? [])
    .filter((token) => !/^(?:\s|\/\/)/.test(token))
    .map((token) => (SIMPLE_TEXT.test(token) ? `"${token.slice(1, -1)}"` : token))
    .join(' ');
}

/**
 * Spaces, a comment, a text (raw ones and bytes with their prefix), a word, an operator, any other sign. A
 * text that does not end is one token too, or its end would be looked for again and again.
 */
const TOKEN =
  /\s+|\/\/[^\n]*|[rRbB]{0,2}(?:"""[^]*?(?:"""|$)|'''[^]*?(?:'''|$)|"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?)|\w+|[<>=!]=|&&|\|\||[^]/g;

/** A text in single quotes that says the same in double quotes. */
const SIMPLE_TEXT = /^'[^'"\\]*'$/;
