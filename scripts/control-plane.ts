import { once } from 'node:events';
import { copyFile, rename, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBinaries, ensureHelm } from '../test/cluster/control-plane/binaries.ts';
import { runMain, SetupError } from '../test/cluster/control-plane/setup-error.ts';
import { startControlPlane } from '../test/cluster/control-plane/start.ts';

const USAGE = `usage: node scripts/control-plane.ts build
       node scripts/control-plane.ts helm
       node scripts/control-plane.ts run --kubeconfig FILE [--controllers] [--until-stdin-closes]

build  prints the directory of the control plane's programs, built if need be
helm   prints the path of helm, built if need be
run    starts a control plane, writes FILE when it is ready, and stops it at SIGINT or SIGTERM
         --controllers         so that Deployments become Available
         --until-stdin-closes  stop it then, too`;

const progress = (line: string) => console.error(line);

await runMain(async () => {
  const { command, options } = parseCommandLine();
  if (command === 'build') {
    console.log(await ensureBinaries(progress));
    return 0;
  }
  if (command === 'helm') {
    console.log(await ensureHelm(progress));
    return 0;
  }
  if (command === 'run' && options.kubeconfig !== undefined) {
    await run(resolve(options.kubeconfig), options);
    return 0;
  }
  throw new SetupError(USAGE);
});

function parseCommandLine() {
  try {
    const { positionals, values } = parseArgs({
      allowPositionals: true,
      options: {
        kubeconfig: { type: 'string' },
        controllers: { type: 'boolean', default: false },
        'until-stdin-closes': { type: 'boolean', default: false },
      },
    });
    return { command: positionals.join(' '), options: values };
  } catch (error) {
    throw new SetupError(`${(error as Error).message}\n${USAGE}`, { cause: error });
  }
}

async function run(
  kubeconfig: string,
  options: { controllers: boolean; 'until-stdin-closes': boolean },
): Promise<void> {
  const asked = [once(process, 'SIGINT'), once(process, 'SIGTERM')];
  if (options['until-stdin-closes']) asked.push(once(process.stdin.resume(), 'close'));
  const { controllers } = options;
  const starting = startControlPlane({ controllers, progress });
  const early = await Promise.race([
    starting.then(() => false),
    Promise.race(asked).then(() => true),
  ]);
  // Leaving is enough: what is being built or started ends with this program.
  if (early) process.exit(0);
  const plane = await starting;
  try {
    await publish(plane.kubeconfig, kubeconfig);
    progress(`control plane ready: ${plane.server}`);
    // Without it nothing keeps this program alive: its children do not.
    const alive = setInterval(() => {}, 2 ** 30);
    await Promise.race(asked);
    clearInterval(alive);
  } finally {
    await rm(kubeconfig, { force: true });
    await plane.stop();
  }
}

/** Who waits for the file must never read half of it. */
async function publish(source: string, target: string): Promise<void> {
  const whole = `${target}.${process.pid}`;
  await copyFile(source, whole);
  await rename(whole, target);
}
