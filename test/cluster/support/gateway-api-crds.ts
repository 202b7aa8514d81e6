import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { UPSTREAM } from './upstream.ts';

export const OLDER = 'v1.1.0';
export const NEWER = 'v1.6.1';
export type Channel = 'standard' | 'experimental';

// Enough of them, and each takes its time: one that only the newer version has, and one in two versions.
const TAKEN = /_(?:gatewayclasses|gateways|referencegrants|listenersets|vap_safeupgrades)\.yaml$/;
/** Of these, those that both versions have. */
export const IN_BOTH: readonly string[] = ['gatewayclasses', 'gateways', 'referencegrants'];

/** Some of the CRDs that upstream publishes of a version, and where `policy` asks for it, what guards them. */
export async function gatewayApi(
  version: string,
  { channel = 'standard', policy = false }: { channel?: Channel; policy?: boolean } = {},
): Promise<object[]> {
  const directory = path.join(UPSTREAM, 'gateway-api', version, channel);
  const files = (await readdir(directory)).filter((name) => TAKEN.test(name));
  const texts = await Promise.all(
    files.map((name) => readFile(path.join(directory, name), 'utf8')),
  );
  const objects = texts.flatMap((text) =>
    parseAllDocuments(text).map((document) => document.toJS() as { kind: string } | null),
  );
  return objects.filter(
    (object) => object !== null && (policy || object.kind === 'CustomResourceDefinition'),
  ) as object[];
}
