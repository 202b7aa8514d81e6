import type { Problem } from '../errors.ts';
import { DNS_LABEL } from '../manifest/names.ts';
import type { Bundle, ClusterServiceVersion } from './bundle.ts';

type Validator = (bundle: Bundle) => Problem[];

const VALIDATORS: readonly Validator[] = [
  allNamespaces,
  deploymentNames,
  withoutWebhooks,
  withoutApiServices,
];

/** Every reason why a bundle cannot be turned into plain manifests. */
export function validateBundle(bundle: Bundle): Problem[] {
  return VALIDATORS.flatMap((validate) => validate(bundle));
}

/** A component's operator serves the whole device, so it has to support that. */
function allNamespaces({ csv }: Bundle): Problem[] {
  if (csv.installModes.has('AllNamespaces')) return [];
  return [
    problem(
      csv,
      'spec.installModes',
      `the operator does not support AllNamespaces, only ${[...csv.installModes].join(', ') || 'nothing'}`,
      'use a bundle whose operator serves all namespaces',
    ),
  ];
}

function deploymentNames({ csv }: Bundle): Problem[] {
  const names = csv.deployments.map(({ name }) => name);
  return names.flatMap((name, index) => {
    const field = `spec.install.spec.deployments[${index}].name`;
    const hint = 'correct the ClusterServiceVersion, or ask its publisher to';
    if (!DNS_LABEL.test(name)) return [problem(csv, field, `${name} is no DNS label`, hint)];
    if (names.indexOf(name) < index) return [problem(csv, field, `${name} stands twice`, hint)];
    return [];
  });
}

function withoutWebhooks({ csv }: Bundle): Problem[] {
  if (csv.webhooks === 0) return [];
  return [
    problem(
      csv,
      'spec.webhookdefinitions',
      'bundles with webhooks cannot be converted by this version',
      'remove the webhook definitions if the operator works without them',
    ),
  ];
}

function withoutApiServices({ csv }: Bundle): Problem[] {
  if (csv.ownedApiServices === 0) return [];
  return [
    problem(
      csv,
      'spec.apiservicedefinitions.owned',
      'bundles with an aggregated API server cannot be converted',
      'remove the owned API services if the operator works without them',
    ),
  ];
}

function problem(
  { file, line }: ClusterServiceVersion,
  field: string,
  message: string,
  hint: string,
): Problem {
  return { code: 'bundle-unsupported', message, hint, at: { file, line, field } };
}
