import * as z from 'zod';
import { toJsonText } from '../manifest/json.ts';

/** The digests (SHA-256) that each file may have, by name; more than one while a run writes. */
export type DirectoryRecord = ReadonlyMap<string, readonly string[]>;

const schema = z.strictObject({
  apiVersion: z.literal('optional.microshift.io/v1alpha1'),
  kind: z.literal('Exposed'),
  files: z.record(z.string(), z.array(z.string())),
});

/** The text of a record. */
export function formatRecord(record: DirectoryRecord): string {
  const files = Object.fromEntries([...record].map(([name, digests]) => [name, [...digests]]));
  return `${toJsonText({ apiVersion: 'optional.microshift.io/v1alpha1', kind: 'Exposed', files }, 2)}\n`;
}

/** Reads a record; undefined where the text is none. */
export function parseRecord(text: string): DirectoryRecord | undefined {
  try {
    return new Map(Object.entries(schema.parse(JSON.parse(text)).files));
  } catch {
    return undefined;
  }
}
