import { basename } from 'node:path';
import type { Plugin } from 'esbuild';
import { DEVICE_COMMANDS } from '../src/device-commands.ts';

const NAMESPACE = 'not-for-devices';
const BUILTIN = 'builtin';
/** Further modules that the command line loads for packaging alone. */
const PACKAGING = new Set(['resolve-image.ts', 'findings.ts']);

/**
 * Leaves out of the bundle what devices do not run: the other commands, which are never reached there, and
 * credential plugins, which are taken from the packed program when a kubeconfig asks for them.
 */
export const deviceOnly: Plugin = {
  name: 'device-only',
  setup(build) {
    build.onResolve({ filter: /^\.{1,2}\/.*\.ts$/ }, ({ path, kind }) => {
      if (kind !== 'dynamic-import') return undefined;
      const name = basename(path);
      if (name === 'plugin-credentials.ts') return { path: name, namespace: NAMESPACE };
      const isCommand = path.startsWith('../commands/');
      const isDeviceCommand = DEVICE_COMMANDS.some((command) => name === `${command}.ts`);
      return (isCommand && !isDeviceCommand) || PACKAGING.has(name)
        ? { path: name, namespace: NAMESPACE }
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
    build.onLoad({ filter: /.*/, namespace: NAMESPACE }, ({ path }) => ({
      resolveDir: build.initialOptions.absWorkingDir ?? '',
      contents:
        path === 'plugin-credentials.ts'
          ? `import { unpackProgram } from './src/packed-program.ts';
             export const pluginCredentials = (...args) => unpackProgram().pluginCredentials(...args);`
          : `throw new Error('${path} is not part of the program for devices');`,
    }));
  },
};
