import type { ControlPlane } from './start.ts';

/** What a test may use of the control plane that all of them share. */
export type SharedControlPlane = Pick<
  ControlPlane,
  'kubeconfig' | 'server' | 'kubectl' | 'etcd' | 'directory'
>;

const VARIABLE = 'MICROSHIFT_OPTIONAL_TEST_CONTROL_PLANE';

/** The control plane with controllers that test/run.ts started. Tests keep to names of their own in it. */
export function sharedControlPlane(): SharedControlPlane {
  const json = process.env[VARIABLE];
  if (!json) {
    throw new Error(
      `No control plane to test with (${VARIABLE} is not set): run \`npm test\`, or \`npm test FILE\`.`,
    );
  }
  return JSON.parse(json) as SharedControlPlane;
}

/** The environment variable through which test/run.ts hands it to the tests. */
export function toEnvironment(plane: SharedControlPlane): Record<string, string> {
  const { kubeconfig, server, kubectl, etcd, directory } = plane;
  return { [VARIABLE]: JSON.stringify({ kubeconfig, server, kubectl, etcd, directory }) };
}
