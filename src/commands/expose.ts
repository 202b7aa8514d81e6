import { open } from 'node:fs/promises';
import { counted } from '../counted.ts';
import { inputError } from '../errors.ts';
import { expose } from '../expose/expose.ts';
import type { Exposed } from '../expose/expose.ts';
import { formatDirectory, formatStream, nameObjects } from '../expose/format-directory.ts';
import { STANDARD_1_1, readGatewayApi } from '../expose/gateway-api.ts';
import type { GatewayApi } from '../expose/gateway-api.ts';
import { parseIngressOptions } from '../expose/from-ingress/ingress-options.ts';
import { DEFAULT_NAMESPACE, leftoverParagraphs, migrate } from '../expose/from-ingress/migrate.ts';
import { readInput } from '../expose/from-ingress/read-input.ts';
import { judgeObjects } from '../expose/judge-objects.ts';
import type { ExposeFlags } from '../expose/options/flags.ts';
import { parseOptions } from '../expose/options/parse-options.ts';
import { writeDirectory } from '../expose/write-directory.ts';
import type { Finding } from '../findings.ts';
import { checkText } from '../source/check-text.ts';
import { LIMITS, mebibytes } from '../source/limits.ts';
import { readTrees } from './read-trees.ts';

export type ExposeTarget = {
  /** Trees whose CRDs say what the Gateway API of the cluster has. */
  components: readonly string[];
  /** Where the files go; undefined: everything to stdout. */
  out: string | undefined;
};

/**
 * Writes the objects that lead requests to an application.
 * @returns what is to be printed: the objects, or what was written
 * @throws {UserError} everything that is wrong with the flags, what the CRDs refuse, and `output-in-use`
 */
export async function exposeApplication(
  name: string | undefined,
  flags: ExposeFlags,
  target: ExposeTarget,
): Promise<string> {
  const api = await gatewayApiOf(target.components);
  const options = parseOptions(name, flags, api);
  const exposed = expose(options, api);
  if (target.out === undefined && exposed.others.size > 0) {
    throw inputError({
      code: 'flag-missing',
      message: 'is needed, since a patch is no object of the stream',
      hint: 'add --out DIR',
      at: { field: '--out' },
    });
  }
  return writeExposed(exposed, [], api, target);
}

/** Where Ingresses and Routes are read from: a file, or stdin. */
export type IngressSource = { file: string } | { stdin: AsyncIterable<Uint8Array> };

/**
 * Writes the objects of the Gateway API that do what Ingresses and Routes do.
 * @returns beside what is to be printed, notes on what is not carried over
 * @throws {UserError} everything that is wrong with flags or input, what the CRDs refuse, and `output-in-use`
 */
export async function exposeFromIngress(
  name: string | undefined,
  flags: ExposeFlags,
  source: IngressSource,
  target: ExposeTarget,
): Promise<{ output: string; notes: Finding[] }> {
  const options = parseIngressOptions(name, flags);
  const api = await gatewayApiOf(target.components);
  const file = 'file' in source ? source.file : 'stdin';
  const text =
    'file' in source ? await readFileBounded(source.file) : await readBounded(source.stdin, file);
  const input = readInput(text, file, options.namespace ?? DEFAULT_NAMESPACE);
  const { exposed, leftovers } = migrate(input, options, api);
  const output = await writeExposed(exposed, leftoverParagraphs(leftovers), api, target);
  return { output, notes: leftovers };
}

async function readFileBounded(file: string): Promise<string> {
  const handle = await open(file);
  try {
    return await readBounded(handle.createReadStream({ autoClose: false }), file);
  } catch (error) {
    // What reading says of a handle names no file.
    throw isSystemError(error) ? Object.assign(error, { path: file }) : error;
  } finally {
    await handle.close();
  }
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}

/** @throws {UserError} `source-too-large`, `source-not-manifests` */
async function readBounded(stream: AsyncIterable<Uint8Array>, file: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    bytes += chunk.length;
    if (bytes > LIMITS.fileBytes) {
      throw inputError({
        code: 'source-too-large',
        message: `has more than ${mebibytes(LIMITS.fileBytes)}`,
        hint: 'split it, such as by namespace',
        at: { file },
      });
    }
    chunks.push(chunk);
  }
  const content = Buffer.concat(chunks);
  checkText(content, file);
  return content.toString('utf8');
}

/** What the trees' CRDs have of the Gateway API; that of v1.1.0 where none is given. */
async function gatewayApiOf(components: readonly string[]): Promise<GatewayApi> {
  if (components.length === 0) return STANDARD_1_1;
  const trees = await readTrees(components);
  const crds = trees
    .flatMap(({ objects }) => objects)
    .filter(({ manifest }) => manifest.outline.kind === 'CustomResourceDefinition');
  const api = readGatewayApi(crds.map(({ manifest }) => manifest.object()));
  if (api !== undefined) return api;
  throw inputError({
    code: 'gateway-api-missing',
    message: `no CRD of ${components.join(', ')} is one of the Gateway API`,
    hint: 'name the tree that has them, or leave it out: then it is the standard channel of v1.1.0',
    at: { field: '--component' },
  });
}

/** Writes or returns what was made, once the CRDs are known to take it. */
async function writeExposed(
  exposed: Exposed,
  remarks: readonly string[],
  api: GatewayApi,
  { out }: ExposeTarget,
): Promise<string> {
  const named = nameObjects(exposed.objects);
  judgeObjects(new Map([...named].map(([file, { object }]) => [file, object])), api);
  if (out === undefined) return formatStream(exposed, remarks);
  const written = await writeDirectory(out, formatDirectory(exposed, remarks));
  return `${out}: ${counted(named.size, 'object')}${written ? '' : ', as it was'}\n`;
}
