import { existsSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import { readComponent } from '../src/component/read-component.ts';
import { UserError } from '../src/errors.ts';
import { HELM_VARIABLE } from '../src/helm/run-helm.ts';
import { SetupError } from '../test/cluster/control-plane/setup-error.ts';
import { ensureHelm } from '../test/cluster/control-plane/binaries.ts';
import { COMPONENTS, upstreamFlags } from './lib/upstream-table.ts';

/*
 * Rebases a component from what lies in a folder of upstream inputs: for tests, and for a look at a component where
 * there is no network. Releases are made by scripts/rebase, from the public addresses.
 */

const ROOT = path.resolve(import.meta.dirname, '..');
const PROGRAM = path.join(ROOT, 'dist/microshift-optional.mjs');
const VARIABLE = 'MICROSHIFT_OPTIONAL_UPSTREAM';

const USAGE = `usage: scripts/rebase-upstream COMPONENT OUT [FLAG of rebase]…

Rebases COMPONENT, the name of a folder in manifests.d, into the release directory OUT. Its sources are taken
from the folder of upstream inputs (${VARIABLE}, by default ../shared/upstream) where
manifests.d/upstream.yaml says. A --source or --image that is given goes before. No registry is asked.
Ends with the exit status of rebase.`;

const [name, out, ...flags] = process.argv.slice(2);
if (name === '--help' || name === '-h') {
  console.log(USAGE);
} else if (name === undefined || out === undefined) {
  console.error(USAGE);
  process.exitCode = 2;
} else {
  process.exitCode = await main(name, out, flags).catch((error: unknown) => {
    if (!(error instanceof UserError) && !(error instanceof SetupError)) throw error;
    console.error(error.message);
    return 2;
  });
}

/** Rebases; answers the exit status. */
async function main(component: string, directory: string, given: string[]): Promise<number> {
  const upstream = path.resolve(ROOT, process.env[VARIABLE] || '../shared/upstream');
  const found = await upstreamFlags(component, { upstream, given, exists: existsSync });
  const { sources } = await readComponent(path.join(COMPONENTS, component));
  const needsHelm = sources.some(({ kind }) => kind === 'HelmChart');
  const { exitCode } = await execa(
    process.execPath,
    [
      PROGRAM,
      'rebase',
      path.join(COMPONENTS, component),
      `--out=${directory}`,
      '--no-resolve',
      ...found,
      ...given,
    ],
    {
      stdio: 'inherit',
      reject: false,
      env: needsHelm ? { [HELM_VARIABLE]: await ensureHelm(console.error) } : {},
    },
  );
  return exitCode ?? 1;
}
