import pLimit from 'p-limit';
import { ApiError } from '../cluster/api-error.ts';
import type { Client } from '../cluster/client.ts';
import { METADATA_LIST } from '../cluster/get-json.ts';
import { listObjects } from '../cluster/list-objects.ts';
import { resourcePath } from '../cluster/resource.ts';
import type { Problem } from '../errors.ts';
import { displayObject } from '../manifest/display.ts';
import { textAt } from '../manifest/json.ts';
import { apiVersionOf } from '../manifest/object.ts';
import { rewriteObject } from './rewrite-object.ts';
import type { RewrittenKind } from './rewrite-object.ts';

const PAGE = 500;
// More connections gain nothing on the two cores that such a device has (docs/benchmarks.md).
const CONCURRENT_WRITES = 8;

export type RewriteHooks = {
  /** Whether an object, of which there is the metadata, is to be rewritten. */
  isWanted: (item: unknown) => boolean;
  /** Told of each object that is done, for better or worse. */
  onDone?: (uid: string, resourceVersion: string) => void;
  /** Told before the objects of a page are rewritten, how many are left with those of later pages. */
  onPage?: (left: number) => void;
};

/** What became of objects: how many were rewritten, and which ones the API server refuses. */
export type Rewritten = { rewritten: number; problems: Problem[] };

/** Rewrites objects of a kind, page by page; one that is refused does not keep the others. */
export async function rewriteObjects(
  client: Client,
  kind: RewrittenKind,
  { isWanted, onDone, onPage }: RewriteHooks,
): Promise<Rewritten> {
  const limit = pLimit(CONCURRENT_WRITES);
  const result: Rewritten = { rewritten: 0, problems: [] };
  const { group, to, plural } = kind;
  const path = resourcePath({ apiVersion: apiVersionOf(group, to), plural, namespace: '' });

  const rewriteOne = async (item: unknown): Promise<void> => {
    const uid = textAt(item, ['metadata', 'uid']);
    try {
      const written = await rewriteObject(client, kind, item);
      if (written === undefined) return;
      result.rewritten += 1;
      onDone?.(uid, written);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      result.problems.push(refusedProblem(kind, item, error));
      onDone?.(uid, textAt(item, ['metadata', 'resourceVersion']));
    }
  };

  for await (const { items, left } of listObjects(client, path, PAGE_OPTIONS)) {
    const wanted = items.filter(isWanted);
    if (wanted.length > 0) onPage?.(left - items.length + wanted.length);
    await Promise.all(wanted.map((item) => limit(() => rewriteOne(item))));
  }
  return result;
}

const PAGE_OPTIONS = { limit: PAGE, accept: METADATA_LIST };

function refusedProblem(
  { group, kind, to }: RewrittenKind,
  item: unknown,
  error: ApiError,
): Problem {
  const namespace = textAt(item, ['metadata', 'namespace']);
  const name = textAt(item, ['metadata', 'name']);
  const field = error.fields.join(', ');
  return {
    code: 'migration-refused',
    message: `the API server refuses to store it in ${to} (${error.status} ${error.reason || 'no reason'}): ${error.message}`,
    hint: 'correct the object, or what in the cluster forbids it, and apply again; until then it stays in the version that it is in, and nothing is lost',
    at: {
      object: displayObject({ group, kind, namespace, name }),
      ...(field === '' ? {} : { field }),
    },
  };
}
