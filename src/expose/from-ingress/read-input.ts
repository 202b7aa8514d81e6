import { finding } from '../../findings.ts';
import type { Finding } from '../../findings.ts';
import { inputError } from '../../errors.ts';
import { groupKindKey, groupOf, versionOf } from '../../manifest/object.ts';
import type { ManifestObject } from '../../manifest/object.ts';
import { readManifests } from '../../manifest/read-manifests.ts';
import { leftover, shownNames } from './leftover.ts';
import { serviceKey } from './service-ports.ts';

/** The objects of the input, by what they are for. */
export type IngressInput = {
  /** Ingresses and Routes, as they follow each other. */
  sources: ManifestObject[];
  services: Map<string, ManifestObject>;
  leftovers: Finding[];
};

const INGRESS = 'Ingress.networking.k8s.io';
const ROUTE = 'Route.route.openshift.io';
const SERVICE = 'Service.';

/** Whether one of the sources is an Ingress, not a Route. */
export function isIngress({ object }: ManifestObject): boolean {
  return object.kind === 'Ingress';
}

/**
 * Reads Ingresses and Routes, and Services that tell the numbers of ports.
 * @param file the name that errors show
 * @param namespace of objects that do not say theirs
 * @throws {UserError} what is no manifest, and `ingress-missing` where there is neither
 */
export function readInput(text: string, file: string, namespace: string): IngressInput {
  const objects = readManifests(text, file, { fieldLines: true });
  const input: IngressInput = { sources: [], services: new Map(), leftovers: [] };
  const others = new Map<string, number>();
  for (const source of objects) {
    const { apiVersion, kind, metadata } = source.object;
    const key = groupKindKey({ group: groupOf(apiVersion), kind });
    if (key === SERVICE) {
      input.services.set(serviceKey(metadata.namespace || namespace, metadata.name), source);
    } else if (versionOf(apiVersion) === 'v1' && (key === INGRESS || key === ROUTE)) {
      input.sources.push(source);
    } else if (kind === 'Ingress' || key === ROUTE) input.leftovers.push(otherVersion(source));
    else others.set(kind, (others.get(kind) ?? 0) + 1);
  }
  if (input.sources.length === 0) {
    throw inputError({
      code: 'ingress-missing',
      message: 'has neither an Ingress (networking.k8s.io/v1) nor a Route (route.openshift.io/v1)',
      hint: 'give the output of kubectl get ingresses,services --all-namespaces -o yaml',
      at: { file },
    });
  }
  if (others.size > 0) input.leftovers.push(notRead(others, file));
  return input;
}

function otherVersion(source: ManifestObject): Finding {
  return leftover(source, ['apiVersion'], {
    code: 'version-unread',
    message: 'is of a version that is not read; the object is left out',
    hint: 'ask the API server for it in its present version: kubectl get -o yaml',
  });
}

function notRead(kinds: ReadonlyMap<string, number>, file: string): Finding {
  return finding('note', file, {
    code: 'objects-unread',
    message: `has other objects, of which nothing is taken: ${shownNames([...kinds.keys()].toSorted())}`,
    hint: 'nothing; they stay as they are',
    at: { file },
  });
}
