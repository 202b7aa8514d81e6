/** What the program touches of its process, handed in so that tests can run it without one. */
export type Terminal = {
  /** For results. */
  stdout: Output;
  /** For progress and errors. */
  stderr: Output;
  /** What is fed in; opened only when it is asked for. */
  stdin?: () => AsyncIterable<Uint8Array>;
  environment: Readonly<Record<string, string | undefined>>;
};

/** A stream that text is written to. */
export type Output = { write(text: string): unknown; isTTY?: boolean; columns?: number };

/** Writes lines of which any part may come from manifests and servers. */
export function writeLines(output: Output, lines: readonly string[]): void {
  for (const line of lines) output.write(`${printable(line)}\n`);
}

/**
 * Names and messages come from manifests and servers: neither a control character nor what turns text
 * around reaches the terminal.
 */
export function printable(text: string): string {
  return text.replaceAll(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F]|\p{Bidi_Control}/gu, '\uFFFD');
}
