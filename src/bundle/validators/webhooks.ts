import type { CsvWebhook } from '../bundle.ts';
import { DNS_SUBDOMAIN } from '../../manifest/names.ts';
import { csvPlace } from '../place.ts';
import { faulty } from './validator.ts';
import type { Validator } from './validator.ts';

/** The names are those of webhooks and their configurations; each type has its own. */
export const webhookNames: Validator = ({ csv }) => {
  const taken = new Set<string>();
  return csv.webhooks.flatMap(({ type, generateName }, index) => {
    const key = `${type} ${generateName}`;
    const wrong = taken.has(key)
      ? `${generateName} is the name of two webhooks of type ${type}`
      : nameProblem(type, generateName);
    taken.add(key);
    const at = csvPlace(csv, ['spec', 'webhookdefinitions', index, 'generateName']);
    return wrong === undefined ? [] : [faulty(at, wrong)];
  });
};

function nameProblem(type: CsvWebhook['type'], name: string): string | undefined {
  if (!DNS_SUBDOMAIN.test(name)) return `${JSON.stringify(name)} is no DNS name`;
  // The API server asks it of the webhooks of a configuration.
  return type !== 'ConversionWebhook' && name.split('.').length < 3
    ? `${name} is to have three parts at least, as in lamps.example.com`
    : undefined;
}

/** What the API server asks of a webhook, and OLM leaves to it. */
export const webhookSettings: Validator = ({ csv }) =>
  csv.webhooks.flatMap(({ type, generateName, admissionReviewVersions, settings }, index) => {
    const at = (field: string) => csvPlace(csv, ['spec', 'webhookdefinitions', index, field]);
    const { sideEffects } = settings;
    const hasSideEffects = sideEffects !== 'None' && sideEffects !== 'NoneOnDryRun';
    return [
      ...(admissionReviewVersions.length === 0
        ? [faulty(at('admissionReviewVersions'), `the webhook ${generateName} names no version`)]
        : []),
      ...(type !== 'ConversionWebhook' && hasSideEffects
        ? [
            faulty(
              at('sideEffects'),
              `the webhook ${generateName} is to say that its side effects are None or NoneOnDryRun`,
            ),
          ]
        : []),
    ];
  });
