import type { JsonObject } from '../../manifest/json.ts';
import { csvPlace } from '../place.ts';
import { textsOf } from '../texts-of.ts';
import { faulty } from './validator.ts';
import type { Validator } from './validator.ts';

/** Groups whose objects a webhook of a bundle must not see: all, and OLM's own. */
const FORBIDDEN_GROUPS = new Set(['*', 'olm.operatorframework.io']);

/** A webhook must not stand in the way of its own repair. */
const ADMISSION_GROUP = 'admissionregistration.k8s.io';
const ADMISSION_RESOURCES = new Set([
  '*',
  'mutatingwebhookconfiguration',
  'mutatingwebhookconfigurations',
  'validatingwebhookconfiguration',
  'validatingwebhookconfigurations',
]);

/** Rules that OLM forbids, as operator-controller has them (its CheckWebhookRules). */
export const webhookRules: Validator = ({ csv }) =>
  csv.webhooks.flatMap(({ type, generateName, rules }, index) =>
    // The rules of conversion webhooks are not used.
    type === 'ConversionWebhook'
      ? []
      : rules.flatMap((rule, position) => {
          const wrong = forbidden(rule);
          const path = ['spec', 'webhookdefinitions', index, 'rules', position];
          return wrong === undefined
            ? []
            : [
                faulty(
                  csvPlace(csv, [...path, wrong.field]),
                  `the webhook ${generateName} must not concern ${wrong.what}`,
                ),
              ];
        }),
  );

function forbidden(rule: JsonObject): { field: string; what: string } | undefined {
  const groups = textsOf(rule.apiGroups);
  const group = groups.find((each) => FORBIDDEN_GROUPS.has(each));
  if (group !== undefined) return { field: 'apiGroups', what: `the API group ${group}` };
  const resource = groups.includes(ADMISSION_GROUP)
    ? textsOf(rule.resources).find((each) => ADMISSION_RESOURCES.has(each.toLowerCase()))
    : undefined;
  return resource === undefined
    ? undefined
    : { field: 'resources', what: `${resource} of ${ADMISSION_GROUP}` };
}
