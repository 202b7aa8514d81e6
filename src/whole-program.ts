// What the built file carries compressed: see packed-program.ts.
export { main } from './cli.ts';
export { pluginCredentials } from './cluster/plugin-credentials.ts';
