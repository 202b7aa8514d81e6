/**
 * Documents, one a line: `⏎` stands for a line end, `⇥` for a tab, `␍` for a carriage return, `\u{85}` for
 * a character by its number.
 */
export function documents(lines: string): string[] {
  return lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) =>
      line
        .replaceAll('⏎', '\n')
        .replaceAll('⇥', '\t')
        .replaceAll('␍', '\r')
        .replaceAll(/\\u\{([0-9a-f]+)\}/g, (_, code: string) =>
          String.fromCodePoint(Number.parseInt(code, 16)),
        ),
    );
}
