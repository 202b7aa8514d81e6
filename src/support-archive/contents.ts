import { toJsonText } from '../manifest/json.ts';
import type { Json, JsonObject } from '../manifest/json.ts';
import { compareText } from '../manifest/object.ts';
import { createPaths } from './entry-names.ts';
import { maskText } from './mask-text.ts';
import { redactJson, redactObject } from './redact.ts';

export type Entry = { path: string; bytes: Buffer };

/** What is not in an archive, and why. */
export type LeftOut = { what: string; why: string };

/** What an archive is to hold. Nothing comes in that is not redacted first, and never more than its limit. */
export type Contents = {
  /** An object of the API server. */
  object(path: string, object: JsonObject): void;
  /** Any other JSON. */
  json(path: string, value: Json): void;
  text(path: string, text: string): void;
  leaveOut(what: string, why: string): void;
  /** What came in, in the order of the paths. */
  entries(): readonly Entry[];
  /** Sorted, each once. */
  leftOut(): readonly LeftOut[];
};

/** @param limit bytes of all entries together; what comes first is in */
export function createContents(limit: number): Contents {
  const entries: Entry[] = [];
  const leftOut = new Map<string, LeftOut>();
  const pathFor = createPaths();
  let left = limit;
  const leaveOut = (what: string, why: string): void => {
    const masked = { what: maskText(what), why: maskText(why) };
    leftOut.set(JSON.stringify(masked), masked);
  };
  const add = (path: string, text: string): void => {
    const bytes = Buffer.from(text);
    if (bytes.length > left) {
      leaveOut(path, `the archive would have more than ${limit} bytes unpacked`);
      return;
    }
    left -= bytes.length;
    entries.push({ path: pathFor(path), bytes });
  };
  return {
    object: (path, object) => add(path, `${toJsonText(redactObject(object), 2)}\n`),
    json: (path, value) => add(path, `${toJsonText(redactJson(value), 2)}\n`),
    text: (path, text) => add(path, maskText(text)),
    leaveOut,
    entries: () => entries.toSorted((a, b) => compareText(a.path, b.path)),
    leftOut: () =>
      [...leftOut.values()].toSorted(
        (a, b) => compareText(a.what, b.what) || compareText(a.why, b.why),
      ),
  };
}
