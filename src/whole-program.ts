// What the built file carries compressed: see packed-program.ts.
export { main } from './cli.ts';
export { pluginCredentials } from './cluster/plugin-credentials.ts';
export { planPage } from './report/html/plan-page.ts';
export { runPage } from './report/html/run-page.ts';
