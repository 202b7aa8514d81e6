import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Json } from '../../../src/manifest/json.ts';

/** What a reader makes of a document: its value, with bigints as in {@link Json}, or why it refuses it. */
export type Reading = { json: Json } | { error: string };

/**
 * - lenient: kubectl, and the API server without strict field validation (sigs.k8s.io/yaml)
 * - strict: the API server with strict field validation, which refuses keys that come twice
 * - kustomize: kubectl apply -k, when it reads the files of a tree
 */
export type ReaderName = 'lenient' | 'strict' | 'kustomize';

/** What the readers make of a stream; `error` where it cannot even be taken apart into documents. */
export type GoAnswer<Name extends ReaderName> = {
  documents: Record<Name, Reading>[];
  error?: string;
};

/** Kubernetes' own readers of YAML, in a process of their own (control-plane/yaml-reader). */
export type YamlReader = {
  read<Name extends ReaderName>(stream: string, by: readonly Name[]): Promise<GoAnswer<Name>>;
  stop(): Promise<void>;
};

/** Starts the program that `ensureYamlReader` has built. */
export function startYamlReader(program: string): YamlReader {
  const child = spawn(program, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async read<Name extends ReaderName>(stream: string, by: readonly Name[]) {
      const bytes = Buffer.from(stream);
      child.stdin.write(Buffer.concat([Buffer.from(`${bytes.length} ${by.join(',')}\n`), bytes]));
      const { value, done } = await lines.next();
      if (done) throw new Error(`${program} ended`);
      return parseJson(value) as GoAnswer<Name>;
    },
    async stop() {
      child.stdin.end();
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

type WithSource = (key: string, value: unknown, context: { source?: string }) => unknown;

/** JSON.parse, with bigints for the whole numbers that a double cannot hold. */
function parseJson(text: string): unknown {
  const revive: WithSource = (_key, value, { source }) =>
    typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(source ?? '')
      ? BigInt(source ?? '')
      : value;
  return JSON.parse(text, revive as (key: string, value: unknown) => unknown);
}
