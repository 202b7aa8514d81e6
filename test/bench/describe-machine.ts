import { readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { MODULE_DIRECTORY } from '../cluster/control-plane/build-binaries.ts';

/** What figures depend on, beside the program. */
export type Machine = {
  processor: string;
  cores: number;
  /** Bytes. */
  memory: number;
  system: string;
  /** Processes that wanted a core in the last minute, before anything was measured. */
  load: number;
  node: string;
  kubernetes: string;
  etcd: string;
};

/** Describes this machine and what runs on it. */
export async function describeMachine(): Promise<Machine> {
  const modules = await readFile(path.join(MODULE_DIRECTORY, 'go.mod'), 'utf8');
  const versionOf = (module: string): string =>
    new RegExp(`^\\s*${module} v(\\S+)$`, 'm').exec(modules)?.[1] ?? 'unknown';
  return {
    processor: os.cpus()[0]?.model.trim() ?? 'unknown',
    cores: os.availableParallelism(),
    memory: os.totalmem(),
    load: os.loadavg()[0] ?? Number.NaN,
    system: `${os.type()} ${os.release()} ${os.arch()}`,
    node: process.versions.node,
    kubernetes: versionOf('k8s.io/kubernetes'),
    etcd: versionOf('go.etcd.io/etcd/server/v3'),
  };
}

/** One line for people. */
export function formatMachine(machine: Machine): string {
  const { processor, cores, memory, load, node, kubernetes, etcd } = machine;
  const gibibytes = Math.round(memory / 2 ** 30);
  return (
    `${cores} cores (${processor}), ${gibibytes} GiB, load ${load.toFixed(1)}; ` +
    `Node ${node}, kube-apiserver ${kubernetes}, etcd ${etcd}`
  );
}
