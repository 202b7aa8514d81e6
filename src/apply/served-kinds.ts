import type { Client } from '../cluster/client.ts';
import { resolveKind } from '../cluster/resolve-kind.ts';
import { withRetries } from '../cluster/retry.ts';
import type { KindInfo } from '../manifest/builtin-kinds.ts';

/** A kind that the API server does not serve yet; its code makes it transient. */
export class NotServedError extends Error {
  override readonly name = 'NotServedError';
  readonly code = 'NOT_SERVED';

  constructor(apiVersion: string, kind: string, cause?: unknown) {
    super(`${kind} in ${apiVersion} is not served`, { cause });
  }
}

/** Says how a kind is addressed that neither the program nor the trees know. */
export type ServedKinds = (apiVersion: string, kind: string) => Promise<KindInfo>;

/** Asks the API server until it serves the kind: something else, such as an operator, may bring it. */
export function servedKinds(client: Client): ServedKinds {
  const pending = new Map<string, Promise<KindInfo>>();
  return (apiVersion, kind) => {
    const key = `${apiVersion} ${kind}`;
    const lookUp = async (): Promise<KindInfo> => {
      const info = await resolveKind(client, apiVersion, kind);
      if (info === undefined) throw new NotServedError(apiVersion, kind);
      return info;
    };
    const answer = pending.get(key) ?? withRetries(lookUp, { signal: client.signal });
    pending.set(key, answer);
    return answer;
  };
}
