import { isDeviceCommand } from './device-commands.ts';
import { unpackProgram } from './packed-program.ts';

// A reader that goes away early (head, a restarted journal) must not end an apply halfway.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

const argv = process.argv.slice(2);
const { main } =
  (isDeviceCommand(argv) ? undefined : unpackProgram()) ?? (await import('./cli.ts'));

process.exitCode = await main(argv, {
  stdout: process.stdout,
  stderr: process.stderr,
  stdin: () => process.stdin,
  environment: process.env,
});

// By now everything has been said. A credential plugin that hangs must not keep the process: whoever started
// it waits for its status.
setTimeout(() => process.exit(), 1000).unref();
