import { gunzipSync, gzipSync } from 'node:zlib';
import { isBundleVersion } from '../manifest/bundle-mark.ts';
import { isJsonObject, listAt, textAt, valueAt } from '../manifest/json.ts';
import { compareText } from '../manifest/object.ts';
import type { Incompatibility } from '../tree/tree-description.ts';
import type { Completion, Inventory, InventoryEntry } from './inventory.ts';

const VERSION = 2;
const TEXT = 'inventory.json';
const COMPRESSED = 'inventory.json.gz';

// A ConfigMap takes a mebibyte, base64 included; a few thousand objects come to more.
const COMPRESS_FROM = 512 * 1024;
// So that a ConfigMap that somebody else wrote cannot fill the memory.
const MAX_BYTES = 64 * 1024 * 1024;

/** The `data` and `binaryData` of a ConfigMap that holds an inventory: the same for equal inventories. */
export function formatInventory(inventory: Inventory): {
  data?: Record<string, string>;
  binaryData?: Record<string, string>;
} {
  const { release, cluster, objects, retained, completion, bundles, incompatible } = inventory;
  const sorted = [...objects].toSorted(([a], [b]) => compareText(a, b));
  const text = JSON.stringify({
    version: VERSION,
    release,
    cluster,
    objects: Object.fromEntries(
      sorted.map(([key, { digest, uid, state }]) => [key, uid === '' ? [] : [digest, uid, state]]),
    ),
    retained: Object.fromEntries([...retained].toSorted(([a], [b]) => compareText(a, b))),
    completion,
    ...(bundles.size === 0
      ? {}
      : { bundles: Object.fromEntries([...bundles].toSorted(([a], [b]) => compareText(a, b))) }),
    ...(incompatible.length === 0 ? {} : { incompatible }),
  });
  return text.length < COMPRESS_FROM
    ? { data: { [TEXT]: text } }
    : { binaryData: { [COMPRESSED]: gzipSync(text).toString('base64') } };
}

/** The inventory in a ConfigMap; undefined for anything else: an unreadable record is as good as none. */
export function parseInventory(configMap: unknown): Inventory | undefined {
  const value = parse(textOf(configMap));
  const objects = valueAt(value, ['objects']);
  const retained = valueAt(value, ['retained']);
  const completion = parseCompletion(valueAt(value, ['completion']));
  if (valueAt(value, ['version']) !== VERSION || !isJsonObject(objects)) return undefined;
  return {
    release: textAt(value, ['release']),
    cluster: textAt(value, ['cluster']),
    objects: new Map(
      Object.entries(objects).map(([key, entry]): [string, InventoryEntry] => [
        key,
        { digest: textAt(entry, [0]), uid: textAt(entry, [1]), state: textAt(entry, [2]) },
      ]),
    ),
    retained: new Map(
      Object.keys(isJsonObject(retained) ? retained : {}).map((key) => [
        key,
        textAt(retained, [key]),
      ]),
    ),
    ...(completion === undefined ? {} : { completion }),
    bundles: bundlesIn(valueAt(value, ['bundles'])),
    incompatible: listAt(value, ['incompatible']).map(incompatibilityIn),
  };
}

function bundlesIn(value: unknown): Map<string, string> {
  const entries = isJsonObject(value) ? Object.keys(value) : [];
  return new Map(
    entries
      .map((domain): [string, string] => [domain, textAt(value, [domain])])
      .filter(([, version]) => isBundleVersion(version)),
  );
}

function incompatibilityIn(value: unknown): Incompatibility {
  const text = (field: keyof Incompatibility): string => textAt(value, [field]);
  return {
    what: text('what'),
    version: text('version'),
    source: text('source'),
    domain: text('domain'),
    versions: text('versions'),
    because: text('because'),
    evidence: text('evidence'),
  };
}

/**
 * The format of an inventory that {@link parseInventory} does not read, where that is why: a newer program wrote it.
 */
export function newerFormat(configMap: unknown): number | undefined {
  const version = valueAt(parse(textOf(configMap)), ['version']);
  return Number.isInteger(version) && (version as number) > VERSION
    ? (version as number)
    : undefined;
}

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/;

function parseCompletion(value: unknown): Completion | undefined {
  const at = textAt(value, ['at']);
  if (!TIME.test(at)) return undefined;
  const program = {
    version: textAt(value, ['program', 'version']),
    commit: textAt(value, ['program', 'commit']),
  };
  return { at, program };
}

function textOf(configMap: unknown): string {
  const compressed = textAt(configMap, ['binaryData', COMPRESSED]);
  if (compressed === '') return textAt(configMap, ['data', TEXT]);
  try {
    return gunzipSync(Buffer.from(compressed, 'base64'), { maxOutputLength: MAX_BYTES }).toString();
  } catch {
    return '';
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
