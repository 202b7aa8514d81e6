import { finding } from '../../findings.ts';
import { isCrd } from '../../manifest/crd.ts';
import { textAt } from '../../manifest/json.ts';
import { placeOf } from '../../manifest/place.ts';
import type { Finder } from './finder.ts';

/** CRDs that are to be converted by a webhook of which the ClusterServiceVersion says nothing. */
export const conversionsWithoutWebhook: Finder = ({ csv, objects }) => {
  const converted = new Set(csv.webhooks.flatMap((webhook) => webhook.conversionCrds));
  const path = ['spec', 'conversion', 'strategy'];
  return objects
    .filter(
      ({ object }) =>
        isCrd(object) && textAt(object, path) === 'Webhook' && !converted.has(object.metadata.name),
    )
    .map((crd) =>
      finding('note', crd.object.metadata.name, {
        code: 'conversion-without-webhook',
        message: 'is to be converted by a webhook that the ClusterServiceVersion does not define',
        hint: 'check that its Service is there and trusted, or set the strategy None with a patch',
        at: placeOf(crd, path),
      }),
    );
};
