/** The version of this program and the commit that it was built from. */
export type ProgramVersion = { version: string; commit: string };

// scripts/build.ts puts both in; a run from the sources has neither.
declare const BUILD_VERSION: string | undefined;
declare const BUILD_COMMIT: string | undefined;

export const PROGRAM: ProgramVersion = {
  version: typeof BUILD_VERSION === 'string' ? BUILD_VERSION : '0.0.0',
  commit: typeof BUILD_COMMIT === 'string' ? BUILD_COMMIT : 'sources',
};
