import { runProgram } from './program.ts';
import type { ProgramResult } from './program.ts';
import { GATEWAY_API, UPSTREAM } from './upstream.ts';

/** What a release of the bundle needs beside it. */
export type Release = {
  bundle: string;
  flags: readonly string[];
  istio: { apiVersion: string; version: string };
};

export const FIRST_RELEASE: Release = {
  bundle: '3.0.0-tp.1',
  flags: [],
  istio: { apiVersion: 'sailoperator.io/v1alpha1', version: 'v1.23.0' },
};

export const RECENT_RELEASE: Release = {
  bundle: '3.3.6',
  // This bundle leaves its operator's image open.
  flags: ['--image', 'sail-operator=registry.example.com/sail-operator:3.3.6'],
  istio: { apiVersion: 'sailoperator.io/v1', version: 'v1.28.10' },
};

/** Rebases the component onto a release of its bundle, with what Gateway API MicroShift ships. */
export function rebaseGatewayApi(
  { bundle, flags }: Release,
  out: string,
  more: readonly string[] = [],
): Promise<ProgramResult> {
  return runProgram([
    'rebase',
    GATEWAY_API,
    `--source=service-mesh=${UPSTREAM}/ossm-bundle/${bundle}`,
    `--source=gateway-api=${UPSTREAM}/gateway-api/v1.1.0`,
    '--no-resolve',
    `--out=${out}`,
    ...flags,
    ...more,
  ]);
}
