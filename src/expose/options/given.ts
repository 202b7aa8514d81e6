import type { Mode } from './flag-uses.ts';

/** What is read of the command line before what depends on it. */
export type Given = {
  mode: Mode;
  name: string;
  namespace: string;
  hosts: readonly string[];
  internalHosts: readonly string[];
};
