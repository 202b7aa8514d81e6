import type { Problem } from '../errors.ts';
import type { Bundle } from './bundle.ts';
import type { Installation } from './installation.ts';
import { apiServiceNames, apiServicesAgree, apiServicesAsked } from './validators/api-services.ts';
import { calleeDeployments, calleePorts, calleeSelectors } from './validators/callees.ts';
import {
  conversionCrds,
  conversionKeepsNoUnknownFields,
  conversionNeedsAllNamespaces,
} from './validators/conversion-webhooks.ts';
import { crdVersion, crdsAreOwned, ownedCrdsAreThere, uniqueCrds } from './validators/crds.ts';
import { deploymentNames } from './validators/deployments.ts';
import { csvName, packageName } from './validators/identity.ts';
import { imageReferences } from './validators/images.ts';
import { installMode } from './validators/install-modes.ts';
import { supportedKinds } from './validators/kinds.ts';
import { serviceAccountManifests, serviceAccountNames } from './validators/service-accounts.ts';
import type { Validator } from './validators/validator.ts';
import { webhookRules } from './validators/webhook-rules.ts';
import { webhookNames, webhookSettings } from './validators/webhooks.ts';

/** What operator-controller and `operator-sdk bundle validate` refuse, and what no API server takes. */
const VALIDATORS: readonly Validator[] = [
  packageName,
  csvName,
  installMode,
  deploymentNames,
  serviceAccountNames,
  serviceAccountManifests,
  imageReferences,
  supportedKinds,
  uniqueCrds,
  ownedCrdsAreThere,
  crdsAreOwned,
  crdVersion,
  apiServicesAsked,
  apiServiceNames,
  apiServicesAgree,
  calleeDeployments,
  calleePorts,
  calleeSelectors,
  webhookNames,
  webhookSettings,
  webhookRules,
  conversionNeedsAllNamespaces,
  conversionCrds,
  conversionKeepsNoUnknownFields,
];

/** Every reason why a bundle cannot be turned into plain manifests that install it so. */
export function validateBundle(bundle: Bundle, installation: Installation): Problem[] {
  return VALIDATORS.flatMap((validate) => validate(bundle, installation));
}
