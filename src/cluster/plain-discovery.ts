import { listAt, textAt, valueAt } from '../manifest/json.ts';
import { apiVersionOf } from '../manifest/object.ts';
import { ApiError } from './api-error.ts';
import type { Client } from './client.ts';
import { groupVersionPath } from './resource.ts';
import type { GroupVersionKinds } from './served-kind.ts';

/**
 * What is served, asked group by group, as API servers before aggregated discovery want it.
 * @param answer to the question for all groups (APIGroupList), or for the core's versions (APIVersions)
 */
export async function plainKinds(client: Client, answer: unknown): Promise<GroupVersionKinds[]> {
  const versions = [
    ...listAt(answer, ['versions']).map((version) => ['', String(version)] as const),
    ...listAt(answer, ['groups']).flatMap((group) => {
      const preferred = textAt(group, ['preferredVersion', 'version']);
      const all = listAt(group, ['versions']).map((version) => textAt(version, ['version']));
      const ordered = [preferred, ...all.filter((version) => version !== preferred)];
      return ordered.map((version) => [textAt(group, ['name']), version] as const);
    }),
  ];
  return Promise.all(versions.map(([group, version]) => groupVersionKinds(client, group, version)));
}

async function groupVersionKinds(
  client: Client,
  group: string,
  version: string,
): Promise<GroupVersionKinds> {
  const apiVersion = apiVersionOf(group, version);
  const request = { method: 'GET', path: groupVersionPath(apiVersion) } as const;
  const isFinal = async (error: Error): Promise<boolean> => isStatus(error, 503);
  const answer = await client.request(request, { isFinal }).catch((error: unknown) => {
    // The server behind an APIService does not answer.
    if (isStatus(error, 503)) return undefined;
    // Gone since the groups were listed.
    if (isStatus(error, 404)) return '{}';
    throw error;
  });
  if (answer === undefined) return { apiVersion, kinds: undefined };
  const kinds = listAt(JSON.parse(answer), ['resources'])
    .map((resource) => ({
      group,
      apiVersion,
      kind: textAt(resource, ['kind']),
      plural: textAt(resource, ['name']),
      namespaced: valueAt(resource, ['namespaced']) === true,
      verbs: listAt(resource, ['verbs']).filter((verb) => typeof verb === 'string'),
    }))
    // Subresources are listed as `plural/subresource`.
    .filter(({ plural }) => !plural.includes('/'));
  return { apiVersion, kinds };
}

function isStatus(error: unknown, status: number): boolean {
  return error instanceof ApiError && error.status === status;
}
