import { isCrd } from '../../manifest/crd.ts';
import { valueAt } from '../../manifest/json.ts';
import type { Bundle, FieldPath } from '../bundle.ts';
import { csvPlace } from '../place.ts';
import { placeOf } from '../../manifest/place.ts';
import { faulty, unsupported } from './validator.ts';
import type { Validator } from './validator.ts';

/** A CRD has one conversion for all namespaces, so its operator can serve nothing less. */
export const conversionNeedsAllNamespaces: Validator = ({ csv }) => {
  const others = [...csv.installModes].filter((mode) => mode !== 'AllNamespaces');
  const index = csv.webhooks.findIndex(({ type }) => type === 'ConversionWebhook');
  return index < 0 || others.length === 0
    ? []
    : [
        unsupported(
          csvPlace(csv, ['spec', 'webhookdefinitions', index, 'type']),
          `an operator with a conversion webhook can support AllNamespaces only, not ${others.join(', ')}`,
          'set supported: false for the other install modes, or ask the publisher to',
        ),
      ];
};

/** A CRD has one conversion at most, and only its owner can provide it. */
export const conversionCrds: Validator = ({ csv }) => {
  const owned = new Set(csv.crds.owned.map(({ name }) => name));
  const converted = new Map<string, string>();
  return conversions(csv).flatMap(({ crd, generateName, path }) => {
    const other = converted.get(crd);
    converted.set(crd, other ?? generateName);
    const wrong = owned.has(crd)
      ? other !== undefined && `${crd} is converted by ${other} already`
      : `${generateName} converts ${crd}, which the bundle does not own`;
    return wrong === false ? [] : [faulty(csvPlace(csv, path), wrong)];
  });
};

/** The API server only asks a webhook to convert objects that have been pruned. */
export const conversionKeepsNoUnknownFields: Validator = ({ csv, objects }) => {
  const converted = new Set(conversions(csv).map(({ crd }) => crd));
  const path = ['spec', 'preserveUnknownFields'];
  return objects
    .filter(
      ({ object }) =>
        isCrd(object) && converted.has(object.metadata.name) && valueAt(object, path) === true,
    )
    .map((crd) => faulty(placeOf(crd, path), 'has to be false in a CRD that a webhook converts'));
};

function conversions({
  webhooks,
}: Bundle['csv']): { crd: string; generateName: string; path: FieldPath }[] {
  return webhooks.flatMap(({ type, generateName, conversionCrds: crds }, index) =>
    type !== 'ConversionWebhook'
      ? []
      : crds.map((crd, position) => ({
          crd,
          generateName,
          path: ['spec', 'webhookdefinitions', index, 'conversionCRDs', position],
        })),
  );
}
