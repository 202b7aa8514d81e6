/** What the program touches of its process, handed in so that tests can run it without one. */
export type Terminal = {
  /** For results. */
  stdout: Output;
  /** For progress and errors. */
  stderr: Output;
  environment: Readonly<Record<string, string | undefined>>;
};

export type Output = { write(text: string): unknown; isTTY?: boolean; columns?: number };
