import { throwIfAny } from '../errors.ts';
import type { Finding } from '../findings.ts';
import { withoutLiveFields } from '../manifest/clean.ts';
import type { KubernetesObject, ObjectId } from '../manifest/object.ts';
import { objectId } from '../manifest/object.ts';
import type { Bundle } from './bundle.ts';
import { findInBundle } from './find-in-bundle.ts';
import { generateDeployments } from './generators/deployments.ts';
import { generateApiServerBindings, generateApiServices } from './generators/api-services.ts';
import type { Generator } from './generators/generator.ts';
import { generateManifests } from './generators/manifests.ts';
import { generateNamespace } from './generators/namespace.ts';
import { generateClusterRoles, generateRoles } from './generators/rbac.ts';
import { generateServiceAccounts } from './generators/service-accounts.ts';
import { generateServices } from './generators/services.ts';
import { generateWebhookConfigurations } from './generators/webhook-configurations.ts';
import type { Installation } from './installation.ts';
import { unservedReason } from './unserved-groups.ts';
import { validateBundle } from './validate-bundle.ts';

export type ConvertedBundle = {
  objects: KubernetesObject[];
  /** What the bundle holds and the result does not, each with the reason. */
  dropped: { object: ObjectId; reason: string }[];
  /** What a reviewer has to know; nothing of it stops the conversion. */
  findings: Finding[];
};

const GENERATORS: readonly Generator[] = [
  generateNamespace,
  generateServiceAccounts,
  generateRoles,
  generateClusterRoles,
  generateApiServerBindings,
  generateManifests,
  generateServices,
  generateDeployments,
  generateWebhookConfigurations,
  generateApiServices,
];

/**
 * Turns a registry+v1 bundle into the objects that OLM would make of it.
 * @throws {UserError} `bundle-invalid` and `bundle-unsupported`: every reason why the bundle cannot be
 * installed so
 */
export function convertBundle(bundle: Bundle, installation: Installation): ConvertedBundle {
  throwIfAny(validateBundle(bundle, installation));
  return {
    objects: GENERATORS.flatMap((generate) => generate(bundle, installation)).map(
      withoutLiveFields,
    ),
    dropped: bundle.objects.flatMap(({ object }) => {
      const reason = unservedReason(object);
      return reason === undefined ? [] : [{ object: objectId(object), reason }];
    }),
    findings: findInBundle(bundle, installation),
  };
}
