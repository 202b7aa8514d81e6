import { requireProgram } from '../../registry/support/require-program.ts';

/**
 * The path of Chromium. Without it, tests are to be skipped for the reason that is given; in CI, where that would go
 * unseen, they fail.
 */
export async function findChromium(): Promise<{ program: string; skip: false | string }> {
  try {
    return { program: await requireProgram('chromium'), skip: false };
  } catch (error) {
    if (process.env.CI === 'true') throw error;
    return { program: '', skip: error instanceof Error ? error.message : String(error) };
  }
}
