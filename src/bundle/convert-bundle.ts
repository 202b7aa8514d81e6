import { throwIfAny } from '../errors.ts';
import type { Problem } from '../errors.ts';
import { withoutLiveFields } from '../manifest/clean.ts';
import type { KubernetesObject, ObjectId } from '../manifest/object.ts';
import { objectId } from '../manifest/object.ts';
import type { Bundle } from './bundle.ts';
import { generateDeployments } from './generators/deployments.ts';
import type { Generator } from './generators/generator.ts';
import { generateManifests } from './generators/manifests.ts';
import { generateNamespace } from './generators/namespace.ts';
import { generateClusterRoles, generateRoles } from './generators/rbac.ts';
import { generateServiceAccounts } from './generators/service-accounts.ts';
import { unservedReason } from './unserved-groups.ts';
import { validateBundle } from './validate-bundle.ts';

export type ConvertedBundle = {
  objects: KubernetesObject[];
  /** What the bundle holds and the result does not, each with the reason. */
  dropped: { object: ObjectId; reason: string }[];
};

const GENERATORS: readonly Generator[] = [
  generateNamespace,
  generateServiceAccounts,
  generateRoles,
  generateClusterRoles,
  generateManifests,
  generateDeployments,
];

/**
 * Turns a registry+v1 bundle into the objects that OLM would make of it, installed in `namespace` for
 * all namespaces.
 * @throws {UserError} every reason why the bundle cannot be installed so
 */
export function convertBundle(bundle: Bundle, namespace: string): ConvertedBundle {
  const problems: Problem[] = validateBundle(bundle);
  throwIfAny(problems);
  return {
    objects: GENERATORS.flatMap((generate) => generate(bundle, namespace)).map(withoutLiveFields),
    dropped: bundle.objects.flatMap(({ object }) => {
      const reason = unservedReason(object);
      return reason === undefined ? [] : [{ object: objectId(object), reason }];
    }),
  };
}
