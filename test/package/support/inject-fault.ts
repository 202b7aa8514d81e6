import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import path from 'node:path';

/**
 * What goes wrong in a program that is started with `--import` of this file.
 * - kill: SIGKILL before the change, or in the middle of it where it has one
 * - an error's code: that change fails, once; with `stays` all that need space fail from then on
 */
export type Fault = { root: string; at: number; what: string; stays?: boolean };

/** The environment variable that holds a {@link Fault}, as JSON. */
export const FAULT = 'MICROSHIFT_OPTIONAL_TEST_FAULT';

type Change = (...args: unknown[]) => unknown;

const CHANGES = ['writeFile', 'mkdir', 'mkdtemp', 'rename', 'rm', 'rmdir', 'chmod', 'unlink', 'cp'];
const NEEDING_SPACE = new Set(['writeFile', 'mkdir', 'mkdtemp']);

const json = process.env[FAULT];
if (json !== undefined) inject(JSON.parse(json) as Fault);

/** Counts the changes below `root`, and lets the one at `at` (from 1) go wrong. */
function inject({ root, at, what, stays = false }: Fault): void {
  let count = 0;
  const wrap = (name: string, original: Change): Change => {
    const isSync = name.endsWith('Sync');
    const kind = isSync ? name.slice(0, -'Sync'.length) : name;
    return (...args) => {
      const [target] = args;
      if (typeof target !== 'string' || !path.resolve(target).startsWith(root)) {
        return original(...args);
      }
      count += 1;
      const isLater = stays && count > at && NEEDING_SPACE.has(kind);
      if (count !== at && !isLater) return original(...args);
      if (what === 'kill') {
        doHalf(kind, target, args[1]);
        process.kill(process.pid, 'SIGKILL');
      }
      const error = Object.assign(new Error(`${what}: injected, ${kind} '${target}'`), {
        code: what,
        syscall: kind,
        path: target,
      });
      if (isSync) throw error;
      return Promise.reject(error);
    };
  };
  for (const name of CHANGES) {
    replace(fs.promises as unknown as Record<string, Change>, name, wrap);
    replace(fs as unknown as Record<string, Change>, `${name}Sync`, wrap);
  }
  syncBuiltinESMExports();
}

function replace(
  module: Record<string, Change>,
  name: string,
  wrap: (name: string, original: Change) => Change,
): void {
  const original = module[name];
  if (original === undefined) throw new Error(`node:fs has no ${name}`);
  module[name] = wrap(name, original);
}

const { openSync, writeSync, readdirSync } = fs;
const removeNow = fs.rmSync;

/** What a kill in the middle of a change leaves. */
function doHalf(kind: string, target: string, content: unknown): void {
  if (kind === 'writeFile' && typeof content === 'string') {
    writeSync(openSync(target, 'w'), content.slice(0, content.length / 2));
  }
  if (kind === 'rm') {
    for (const name of readdirOf(target).slice(0, 1)) {
      removeNow(path.join(target, name), { recursive: true });
    }
  }
}

function readdirOf(target: string): string[] {
  try {
    return readdirSync(target);
  } catch {
    return [];
  }
}
