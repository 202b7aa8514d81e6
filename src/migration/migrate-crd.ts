import { ApiError } from '../cluster/api-error.ts';
import type { Client } from '../cluster/client.ts';
import { FIELD_MANAGER } from '../cluster/field-manager.ts';
import { getJson } from '../cluster/get-json.ts';
import { resourcePath } from '../cluster/resource.ts';
import { withRetries } from '../cluster/retry.ts';
import { unexplainedJudge } from '../cluster/unexplained.ts';
import { counted } from '../counted.ts';
import { EXIT, UserError } from '../errors.ts';
import { crdInfo } from '../manifest/crd.ts';
import { textAt, toJsonText, valueAt } from '../manifest/json.ts';
import { apiVersionOf } from '../manifest/object.ts';
import type { KubernetesObject } from '../manifest/object.ts';
import { findWay } from './find-way.ts';
import { rewriteObjects } from './rewrite-objects.ts';
import type { Rewritten } from './rewrite-objects.ts';
import type { RewrittenKind } from './rewrite-object.ts';
import { goneVersions } from './stored-versions.ts';
import { migrationColumn, transitionalCrd } from './transitional-crd.ts';

const CRDS = { apiVersion: 'apiextensions.k8s.io/v1', plural: 'customresourcedefinitions' };
const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io';

/** The API server does not serve the transitional CRD yet; its code makes it transient. */
class NotTakenOver extends Error {
  override readonly name = 'NotTakenOver';
  readonly code = 'CRD_NOT_TAKEN_OVER';

  constructor(crd: string, version: string) {
    super(`the API server does not store the objects of ${crd} in ${version} yet`);
  }
}

/** Somebody else wrote the CRD while its objects were rewritten; its code makes it transient. */
class CrdChanged extends Error {
  override readonly name = 'CrdChanged';
  readonly code = 'CRD_CHANGED';

  constructor(crd: string) {
    super(`somebody changed ${crd} while its objects were migrated`);
  }
}

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
  const live = (await getJson(client, path)) as KubernetesObject | undefined;
  const info = crdInfo(next);
  const gone = live === undefined ? [] : goneVersions(live, next);
  if (live === undefined || info === undefined || gone.length === 0) return NOTHING;
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
  await waitUntilTakenOver(client, name, kind);
  const result = await rewriteAll(client, kind, (count) => {
    const objects = counted(count, 'object');
    onProgress(`migrates ${objects} of ${name} from ${gone.join(', ')} to ${way.to}`);
  });
  if (result.problems.length > 0) return result;
  await trimStoredVersions(client, path, way.to, generationOf(transitional));
  onProgress(`migrated ${counted(result.rewritten, 'object')} of ${name} to ${way.to}`);
  return result;
}

const NOTHING: Rewritten = { rewritten: 0, problems: [] };

async function applyCrd(client: Client, path: string, crd: KubernetesObject): Promise<unknown> {
  const answer = await client.request(
    {
      method: 'PATCH',
      path: `${path}?fieldManager=${FIELD_MANAGER}&force=true&fieldValidation=Strict`,
      contentType: 'application/apply-patch+yaml',
      body: toJsonText(crd),
    },
    { isFinal: unexplainedJudge(client) },
  );
  return JSON.parse(answer);
}

/**
 * Waits until what the API server is asked for goes through the transitional CRD. Its handler learns of a
 * change later than the one who made it, and would still store objects in the old version until then.
 * Neither the CRD's conditions nor discovery tell: they come from other controllers. But a table's columns
 * come from the very handler that stores the objects (apiextensions-apiserver, customresource_handler.go).
 */
async function waitUntilTakenOver(
  client: Client,
  crd: string,
  { group, to, plural }: RewrittenKind,
): Promise<void> {
  const resource = { apiVersion: apiVersionOf(group, to), plural, namespace: '' };
  const path = `${resourcePath(resource)}?limit=1&includeObject=None`;
  await withRetries(
    async () => {
      const columns = valueAt(await getJson(client, path, TABLE), ['columnDefinitions']);
      const names = (Array.isArray(columns) ? columns : []).map((each) => textAt(each, ['name']));
      if (!names.includes(migrationColumn(to))) throw new NotTakenOver(crd, to);
    },
    { signal: client.signal },
  );
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

/**
 * Writes that objects are stored in one version alone, unless the CRD is not the one any longer by which
 * they were rewritten.
 */
async function trimStoredVersions(
  client: Client,
  path: string,
  version: string,
  generation: unknown,
): Promise<void> {
  const trim = async (): Promise<void> => {
    const crd = await getJson(client, path);
    if (generationOf(crd) !== generation) throw new CrdChanged(textAt(crd, ['metadata', 'name']));
    const resourceVersion = textAt(crd, ['metadata', 'resourceVersion']);
    await client.request(
      {
        method: 'PATCH',
        path: `${path}/status?fieldManager=${FIELD_MANAGER}`,
        contentType: 'application/merge-patch+json',
        body: toJsonText({ metadata: { resourceVersion }, status: { storedVersions: [version] } }),
      },
      { isFinal: async (error) => error instanceof ApiError && error.status === 409 },
    );
  };
  await withRetries(trim, {
    signal: client.signal,
    isFinal: async (error) => error instanceof CrdChanged,
  });
}

function generationOf(crd: unknown): unknown {
  return valueAt(crd, ['metadata', 'generation']);
}
