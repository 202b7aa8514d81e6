import { counted } from '../counted.ts';
import { inputError } from '../errors.ts';
import { expose } from '../expose/expose.ts';
import type { Exposed } from '../expose/expose.ts';
import { formatDirectory, formatStream, nameObjects } from '../expose/format-directory.ts';
import { STANDARD_1_1, readGatewayApi } from '../expose/gateway-api.ts';
import type { GatewayApi } from '../expose/gateway-api.ts';
import { judgeObjects } from '../expose/judge-objects.ts';
import type { ExposeFlags } from '../expose/options/flags.ts';
import { parseOptions } from '../expose/options/parse-options.ts';
import { writeDirectory } from '../expose/write-directory.ts';
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

/** What the trees' CRDs have of the Gateway API; that of v1.1.0 where none is given. */
export async function gatewayApiOf(components: readonly string[]): Promise<GatewayApi> {
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
export async function writeExposed(
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
