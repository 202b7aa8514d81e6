import type { Client } from '../cluster/client.ts';
import { FIELD_MANAGER } from '../cluster/field-manager.ts';
import { METADATA, getJson } from '../cluster/get-json.ts';
import { resourcePath } from '../cluster/resource.ts';
import { withRetries } from '../cluster/retry.ts';
import { unexplainedJudge } from '../cluster/unexplained.ts';
import { counted } from '../counted.ts';
import { EXIT, UserError } from '../errors.ts';
import { crdInfo } from '../manifest/crd.ts';
import { textAt, toJsonText } from '../manifest/json.ts';
import type { KubernetesObject } from '../manifest/object.ts';
import { findWay } from './find-way.ts';
import { rewriteObjects } from './rewrite-objects.ts';
import type { Rewritten } from './rewrite-objects.ts';
import type { RewrittenKind } from './rewrite-object.ts';
import { goneVersions } from './stored-versions.ts';
import { transitionalCrd } from './transitional-crd.ts';
import { CrdChanged, generationOf, trimStoredVersions } from './trim-stored-versions.ts';
import { waitUntilTakenOver } from './wait-until-taken-over.ts';

const CRDS = { apiVersion: 'apiextensions.k8s.io/v1', plural: 'customresourcedefinitions' };

/**
 * Makes the way free for a CRD that lacks versions in which objects are stored: rewrites these in its
 * storage version and takes the old ones out of `status.storedVersions`. The CRD itself is then applied as
 * any other; until then the cluster has the transitional one, which serves both.
 *
 * It may be killed after any request: what {@link judgeCrdChange} says of the state that it leaves is what is
 * to be done, and doing it again converges. Where the API server refuses an object, the problems say which,
 * and the CRD stays transitional with nothing lost.
 * @throws {ApiError} where the API server refuses the transitional CRD; {UserError} where there is no way;
 *   the deadline's reason
 */
export async function migrateCrd(
  client: Client,
  next: KubernetesObject,
  onProgress: (text: string) => void,
): Promise<Rewritten> {
  return withRetries(() => migrate(client, next, onProgress), {
    signal: client.signal,
    // The requests themselves have retried whatever else is transient.
    isFinal: async (error) => !(error instanceof CrdChanged),
  });
}

async function migrate(
  client: Client,
  next: KubernetesObject,
  onProgress: (text: string) => void,
): Promise<Rewritten> {
  const { name } = next.metadata;
  const path = resourcePath({ ...CRDS, namespace: '' }, name);
  const begun = await begin(client, path, next);
  if (begun === undefined) return NOTHING;
  const { kind, gone, generation } = begun;
  await waitUntilTakenOver(client, name, kind);
  const result = await rewriteAll(client, kind, (count) => {
    const objects = counted(count, 'object');
    onProgress(`migrates ${objects} of ${name} from ${gone.join(', ')} to ${kind.to}`);
  });
  if (result.problems.length > 0) return result;
  await trimStoredVersions(client, path, kind.to, generation);
  onProgress(`migrated ${counted(result.rewritten, 'object')} of ${name} to ${kind.to}`);
  return result;
}

const NOTHING: Rewritten = { rewritten: 0, problems: [] };

type Begun = { kind: RewrittenKind; gone: readonly string[]; generation: unknown };

/**
 * Puts the transitional CRD into the cluster; undefined where nothing is to be migrated. The CRDs that it takes
 * are not kept until the objects are done: each can weigh megabytes in memory.
 */
async function begin(
  client: Client,
  path: string,
  next: KubernetesObject,
): Promise<Begun | undefined> {
  const live = (await getJson(client, path)) as KubernetesObject | undefined;
  const info = crdInfo(next);
  const gone = live === undefined ? [] : goneVersions(live, next);
  if (live === undefined || info === undefined || gone.length === 0) return undefined;
  const way = findWay(live, next, gone);
  if ('problem' in way) throw new UserError(EXIT.unsafe, [way.problem]);

  const transitional = await applyCrd(client, path, transitionalCrd(live, next, gone, way));
  const kind: RewrittenKind = {
    group: info.group,
    kind: info.kind,
    plural: info.plural,
    versions: new Set(info.versions.map((version) => version.name)),
    to: way.to,
  };
  return { kind, gone, generation: generationOf(transitional) };
}

async function applyCrd(client: Client, path: string, crd: KubernetesObject): Promise<unknown> {
  const answer = await client.request(
    {
      method: 'PATCH',
      path: `${path}?fieldManager=${FIELD_MANAGER}&force=true&fieldValidation=Strict`,
      accept: METADATA,
      contentType: 'application/apply-patch+yaml',
      body: toJsonText(crd),
    },
    { isFinal: unexplainedJudge(client) },
  );
  return JSON.parse(answer);
}

/**
 * Rewrites all objects, and then those once more that came or changed meanwhile: a request that the API
 * server had begun before may have stored one by the old CRD still.
 */
async function rewriteAll(
  client: Client,
  kind: RewrittenKind,
  onStart: (count: number) => void,
): Promise<Rewritten> {
  /** The resourceVersion that each object had when it was done, by its uid. */
  const done = new Map<string, string>();
  const pass = (onPage: (left: number) => void): Promise<Rewritten> =>
    rewriteObjects(client, kind, {
      isWanted: (item) =>
        done.get(textAt(item, ['metadata', 'uid'])) !==
        textAt(item, ['metadata', 'resourceVersion']),
      onDone: (uid, resourceVersion) => done.set(uid, resourceVersion),
      onPage,
    });
  let isStarted = false;
  const first = await pass((left) => {
    if (!isStarted) onStart(left);
    isStarted = true;
  });
  if (first.problems.length > 0) return first;
  const { problems } = await pass(() => {});
  return { rewritten: done.size - problems.length, problems };
}
