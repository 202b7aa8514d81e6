import { connect } from './floor/connect.ts';
import type { WriteRequest } from './to-write-requests.ts';

const METADATA = { accept: 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1' };

/** Makes sure that figures are of a whole job. @throws where an object is missing */
export async function checkApplied(
  kubeconfig: string,
  requests: readonly WriteRequest[],
): Promise<void> {
  const connection = connect(kubeconfig, 8);
  try {
    const missing: string[] = [];
    await Promise.all(
      requests.map(async ({ path }) => {
        const { status } = await connection.send('GET', path, METADATA);
        if (status !== 200) missing.push(`${path}: ${status}`);
      }),
    );
    if (missing.length > 0) throw new Error(`not applied:\n${missing.toSorted().join('\n')}`);
  } finally {
    connection.close();
  }
}
