import { condition, getObject, kubectl, writeStatus } from './kubectl.ts';
import type { Cluster } from './kubectl.ts';
import { runProgram } from './program.ts';
import type { ProgramResult } from './program.ts';
import { GATEWAY_API, UPSTREAM } from './upstream.ts';

const NAME = 'openshift-gateway-api';

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

/**
 * Plays the controllers on a cluster that has none: the operator's Deployment is available, it has made istiod's,
 * and the GatewayClass and the Istio say that all is well.
 * @param istioObserved the generation that the Istio's condition speaks of
 */
export async function playControllers(
  cluster: Cluster,
  { istioObserved }: { istioObserved: number },
): Promise<void> {
  const operator = ['deployment', 'servicemesh-operator3', '-n', NAME];
  const { spec } = await getObject(cluster, operator);
  await kubectl(cluster, ['create', '-f', '-'], {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'istiod-openshift-gateway-api', namespace: NAME },
    spec,
  });
  for (const name of ['servicemesh-operator3', 'istiod-openshift-gateway-api']) {
    await writeStatus(cluster, ['deployment', name, '-n', NAME], {
      observedGeneration: 1,
      replicas: 1,
      updatedReplicas: 1,
      readyReplicas: 1,
      availableReplicas: 1,
      conditions: [condition('Available', 'True')],
    });
  }
  await writeStatus(cluster, ['gatewayclass', NAME], {
    conditions: [condition('Accepted', 'True', 1)],
  });
  await writeStatus(cluster, ['istios.sailoperator.io', NAME], {
    observedGeneration: istioObserved,
    conditions: [condition('Ready', 'True')],
  });
}
