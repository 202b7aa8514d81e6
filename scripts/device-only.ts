import { basename, dirname } from 'node:path';
import type { Plugin } from 'esbuild';

const NAMESPACE = 'not-for-devices';
const BUILTIN = 'builtin';
/** What devices seldom run, by its file: the one function of each that is loaded when it is called. */
const SELDOM = new Map([
  ['plugin-credentials.ts', 'pluginCredentials'],
  ['plan-page.ts', 'planPage'],
  ['run-page.ts', 'runPage'],
]);
/** The commands that devices run: what the other files of the command line load is not for them. */
const CLUSTER_COMMANDS = 'cluster-commands.ts';
/** What a flag makes run in the whole program (src/device-commands.ts). */
const ARCHIVE = 'status-archive.ts';

/**
 * Leaves out of the bundle what devices do not run: the other commands, which are never reached there, and what is
 * seldom asked for (credential plugins, pages), which is taken from the packed program then.
 */
export const deviceOnly: Plugin = {
  name: 'device-only',
  setup(build) {
    build.onResolve({ filter: /^\.{1,2}\/.*\.ts$/ }, ({ path, kind, importer }) => {
      if (kind !== 'dynamic-import') return undefined;
      const isOther =
        basename(dirname(importer)) === 'command-line' && basename(importer) !== CLUSTER_COMMANDS;
      return isOther || basename(path) === ARCHIVE || SELDOM.has(basename(path))
        ? { path: basename(path), namespace: NAMESPACE }
        : undefined;
    });
    build.onResolve({ filter: /^node:/ }, ({ path, namespace }) =>
      namespace === BUILTIN ? { path, external: true } : { path, namespace: BUILTIN },
    );
    // Where a module imports one of Node's own, Node calls each getter of its exports, which loads what a
    // device never uses: of node:http, all of fetch and WebSocket, 13 MB. A require calls none.
    build.onLoad({ filter: /.*/, namespace: BUILTIN }, ({ path }) => ({
      contents: `module.exports = require(${JSON.stringify(path)});`,
    }));
    build.onLoad({ filter: /.*/, namespace: NAMESPACE }, ({ path }) => {
      const name = SELDOM.get(path);
      return {
        resolveDir: build.initialOptions.absWorkingDir ?? '',
        contents:
          name === undefined
            ? `throw new Error('${path} is not part of the program for devices');`
            : `import { unpackProgram } from './src/packed-program.ts';
               export const ${name} = (...args) => unpackProgram().${name}(...args);`,
      };
    });
  },
};
