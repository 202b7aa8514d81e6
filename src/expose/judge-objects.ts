import { throwIfAny } from '../errors.ts';
import type { KubernetesObject } from '../manifest/object.ts';
import { checkCustomResources } from '../verify/checks/custom-resources.ts';
import { checkMetadata } from '../verify/checks/metadata.ts';
import type { GatewayApi } from './gateway-api.ts';

/**
 * Makes sure that the CRDs of the cluster take the objects, as far as the CRDs are known.
 * @param named objects by the files that they are written to
 * @throws {UserError} everything that the API server would refuse, as `verify` tells it
 */
export function judgeObjects(
  named: ReadonlyMap<string, KubernetesObject>,
  { crds }: GatewayApi,
): void {
  const objects = [
    ...crds.map((object) => ({ object, file: 'component', line: 1 })),
    ...[...named].map(([file, object]) => ({ object, file, line: 1 })),
  ];
  const findings = [...checkCustomResources({ objects }), ...checkMetadata({ objects })];
  throwIfAny(
    findings.filter(({ severity, at }) => severity !== 'note' && named.has(at?.file ?? '')),
  );
}
