import type { Client } from '../cluster/client.ts';
import { getJson } from '../cluster/get-json.ts';
import { listObjects } from '../cluster/list-objects.ts';
import { resourceOf, resourcePath } from '../cluster/resource.ts';
import type { ServedKind } from '../cluster/served-kind.ts';
import { displayObject } from '../manifest/display.ts';
import { isJsonObject, textAt } from '../manifest/json.ts';
import type { JsonObject } from '../manifest/json.ts';
import type { ObjectId } from '../manifest/object.ts';
import { attempt } from './attempt.ts';
import type { Contents } from './contents.ts';
import { objectPath } from './entry-names.ts';
import type { Kinds } from './kinds.ts';
import { reduce } from './reduce.ts';

// Pods are large, and pages are in memory.
const PAGE = 100;

/** Reads objects for an archive; what cannot be read is left out, with the reason. */
export type ObjectReader = {
  /** One object; undefined where it is not there or cannot be read. */
  one(id: ObjectId): Promise<Found | undefined>;
  /**
   * The objects of a kind, in a namespace or all of them; none where it is not served.
   * @param most of which nobody needs more
   * @param accept such as METADATA_LIST
   */
  all(kind: ServedKind | undefined, options: ListOf): Promise<Found[]>;
  /** Puts objects into the archive, each once. */
  keep(found: readonly Found[]): void;
};

export type ListOf = { namespace?: string; most: number; accept?: string };

export type Found = { kind: ServedKind; object: JsonObject };

export function createObjectReader(client: Client, kinds: Kinds, contents: Contents): ObjectReader {
  const kept = new Set<string>();
  return {
    async one(id) {
      const what = displayObject(id);
      if (id.group === '' && id.kind === 'Secret') {
        contents.leaveOut(what, 'Secrets are never read');
        return undefined;
      }
      const kind = kinds.find(id);
      if (kind === undefined) {
        contents.leaveOut(what, 'the API server does not serve its kind');
        return undefined;
      }
      const path = resourcePath(resourceOf(kind.apiVersion, kind, id), id.name);
      return attempt(contents, what, async () => {
        const object = await getJson(client, path);
        if (!isJsonObject(object)) throw new Error('is not in the cluster');
        return { kind, object: asKind(kind, object) };
      });
    },

    async all(kind, { namespace = '', most, accept }) {
      if (kind === undefined) return [];
      const { apiVersion, plural } = kind;
      const found = new Map<string, Found>();
      const what = `${plural}${kind.group === '' ? '' : `.${kind.group}`}${namespace === '' ? '' : ` of ${namespace}`}`;
      const path = resourcePath({ apiVersion, plural, namespace });
      await attempt(contents, what, async () => {
        const options = { limit: PAGE, ...(accept === undefined ? {} : { accept }) };
        for await (const { items } of listObjects(client, path, options)) {
          for (const item of items.filter(isJsonObject)) {
            // A list that starts over brings objects again.
            found.set(nameOf(item), { kind, object: asKind(kind, item) });
          }
          if (found.size > most) throw new Error(`there are more than ${most}`);
        }
      });
      return [...found.values()].slice(0, most);
    },

    keep(found) {
      for (const { kind, object } of found) {
        const metadata = {
          namespace: textAt(object, ['metadata', 'namespace']),
          name: textAt(object, ['metadata', 'name']),
        };
        const key = JSON.stringify([kind.group, kind.plural, metadata]);
        if (kept.has(key)) continue;
        kept.add(key);
        contents.object(objectPath(kind, metadata), reduce(object));
      }
    },
  };
}

/** What it was asked for as: items of lists do not say, and what is left out goes by it. */
function asKind({ apiVersion, kind }: ServedKind, object: JsonObject): JsonObject {
  const { apiVersion: _, kind: __, ...fields } = object;
  return { apiVersion, kind, ...fields };
}

function nameOf(object: unknown): string {
  return `${textAt(object, ['metadata', 'namespace'])}/${textAt(object, ['metadata', 'name'])}`;
}
