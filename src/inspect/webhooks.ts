import { isCrd } from '../manifest/crd.ts';
import { displayObject } from '../manifest/display.ts';
import { listAt, textAt, valueAt } from '../manifest/json.ts';
import { groupOf, objectId } from '../manifest/object.ts';
import type { KubernetesObject } from '../manifest/object.ts';
import type { Inspected, Suggestion } from './suggestion.ts';

/** What MicroShift's own service-ca acts on. */
const SERVICE_CA = 'service.beta.openshift.io/inject-cabundle';

/** Webhooks whose certificate has to come from somewhere. */
export function webhooks({ objects }: Inspected): Suggestion[] {
  return objects.flatMap((object): Suggestion[] => {
    const clients = clientsOf(object);
    if (clients.length === 0) return [];
    const annotations = Object.keys(object.metadata.annotations ?? {});
    if (annotations.includes(SERVICE_CA)) return [];
    const asking = annotations.find((key) => /\/inject-(?:apiserver-)?ca/.test(key));
    const bundled = clients.filter((client) => textAt(client, ['caBundle']) !== '');
    const what =
      asking !== undefined
        ? `asks for its CA by the annotation ${asking}: what reads that has to be on the device`
        : bundled.length > 0
          ? 'brings a CA, and so all devices have the same one: look where its key is, and when it ends'
          : 'has no CA: the program behind it has to write one into it';
    const shown = displayObject(objectId(object));
    return [{ section: 'note', because: `The webhook configuration of ${shown} ${what}.` }];
  });
}

function clientsOf(object: KubernetesObject): unknown[] {
  if (isCrd(object)) {
    const conversion = valueAt(object, ['spec', 'conversion']);
    return textAt(conversion, ['strategy']) === 'Webhook'
      ? [valueAt(conversion, ['webhook', 'clientConfig'])]
      : [];
  }
  if (groupOf(object.apiVersion) !== 'admissionregistration.k8s.io') return [];
  return listAt(object, ['webhooks']).map((each) => valueAt(each, ['clientConfig']));
}
