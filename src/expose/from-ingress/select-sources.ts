import type { Finding } from '../../findings.ts';
import { listAt, textAt } from '../../manifest/json.ts';
import { compareText, groupOf } from '../../manifest/object.ts';
import type { ManifestObject } from '../../manifest/object.ts';
import { leftover, shown } from './leftover.ts';
import { annotationLeftovers } from './object-checks.ts';
import { isIngress } from './read-input.ts';

/** The Ingresses and Routes that count, the oldest first, and notes on those that do not. */
export type SelectedSources = {
  sources: ManifestObject[];
  leftovers: Finding[];
};

/**
 * Leaves out what leads no requests by itself: canaries beside other Ingresses, Routes that no router has admitted,
 * and Routes that a controller has made of Ingresses of the input. Of two that want the same requests controllers
 * serve the older one, so the older ones come first; those without an age, which are not in a cluster yet, come last.
 */
export function selectSources(
  all: readonly ManifestObject[],
  namespaceOf: (source: ManifestObject) => string,
): SelectedSources {
  const leftovers: Finding[] = [];
  const isLeft = (notes: readonly Finding[]): boolean => {
    leftovers.push(...notes);
    return notes.length > 0;
  };
  const present = new Set(
    all.filter(isIngress).map((source) => `${namespaceOf(source)}/${source.object.metadata.name}`),
  );
  const isMade = (source: ManifestObject): boolean =>
    ingressOwners(source).some((name) => present.has(`${namespaceOf(source)}/${name}`));
  const sources = all.filter((source) =>
    isIngress(source)
      ? !isLeft(canaryNotes(source))
      : !isMade(source) && !isLeft(admissionNotes(source)),
  );
  return { sources: byAge(sources), leftovers };
}

const NO_AGE = '~';

function byAge(sources: readonly ManifestObject[]): ManifestObject[] {
  const ageOf = ({ object }: ManifestObject): string =>
    textAt(object, ['metadata', 'creationTimestamp']) || NO_AGE;
  return sources.toSorted((a, b) => compareText(ageOf(a), ageOf(b)));
}

/** Controllers with canaries take a share of another Ingress's requests for them, by an annotation of this name. */
function canaryNotes(source: ManifestObject): Finding[] {
  const found = Object.entries(source.object.metadata.annotations ?? {}).find(
    ([key, value]) => key.endsWith('/canary') && /^(?:true|t|1)$/i.test(value),
  );
  if (found === undefined) return [];
  return [
    leftover(source, ['metadata', 'annotations', found[0]], {
      code: 'canary-left',
      message: 'makes it a canary of another Ingress, which keeps all requests; it is left out',
      hint: 'add its Service to the rule of the other one, with weights or a match of a header',
    }),
    ...annotationLeftovers(source),
  ];
}

/** The names of the Ingresses that a Route was made of. */
function ingressOwners({ object }: ManifestObject): string[] {
  return listAt(object, ['metadata', 'ownerReferences'])
    .filter(
      (owner) =>
        textAt(owner, ['kind']) === 'Ingress' &&
        groupOf(textAt(owner, ['apiVersion'])) === 'networking.k8s.io',
    )
    .map((owner) => textAt(owner, ['name']));
}

function admissionNotes(source: ManifestObject): Finding[] {
  const routers = listAt(source.object, ['status', 'ingress']);
  const refusals = routers.map((router) =>
    listAt(router, ['conditions']).find(
      (each) => textAt(each, ['type']) === 'Admitted' && textAt(each, ['status']) === 'False',
    ),
  );
  if (refusals.length === 0 || refusals.includes(undefined)) return [];
  const reason = textAt(refusals[0], ['reason']);
  return [
    leftover(source, ['status', 'ingress'], {
      code: 'route-left',
      message: `no router has admitted it (${shown(reason)}); the Route is left out`,
      hint: 'resolve what the router says of it, or take the status out of the input',
    }),
  ];
}
