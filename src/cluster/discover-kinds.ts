import { textAt } from '../manifest/json.ts';
import { aggregatedKinds } from './aggregated-discovery.ts';
import type { Client } from './client.ts';
import { getJson } from './get-json.ts';
import { plainKinds } from './plain-discovery.ts';
import type { ServedKind } from './served-kind.ts';

/**
 * Every kind once, in the version that its server prefers, and the apiVersions that could not be asked for,
 * since the server behind them does not answer.
 */
export type Discovery = { kinds: ServedKind[]; unavailable: string[] };

/*
 * Everything in two answers (Kubernetes 1.27 and newer), else the names of all groups
 * (https://kubernetes.io/docs/concepts/overview/kubernetes-api/#discovery-api).
 */
const AGGREGATED = [
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList',
  'application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList',
  'application/json',
].join(',');

/**
 * Asks which kinds the API server serves, custom and aggregated ones too.
 * @throws {ApiError} where it refuses to say; the deadline's reason
 */
export async function discoverKinds(client: Client): Promise<Discovery> {
  const answers = await Promise.all(
    ['/api', '/apis'].map(async (path) => {
      const answer = await getJson(client, path, AGGREGATED);
      return textAt(answer, ['kind']) === 'APIGroupDiscoveryList'
        ? aggregatedKinds(answer)
        : plainKinds(client, answer);
    }),
  );
  const kinds = new Map<string, ServedKind>();
  for (const kind of answers.flat().flatMap((each) => each.kinds ?? [])) {
    const key = `${kind.plural}.${kind.group}`;
    if (!kinds.has(key)) kinds.set(key, kind);
  }
  const unavailable = answers
    .flat()
    .filter((each) => each.kinds === undefined)
    .map(({ apiVersion }) => apiVersion);
  return { kinds: [...kinds.values()], unavailable };
}
