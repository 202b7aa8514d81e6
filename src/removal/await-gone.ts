import type { Client } from '../cluster/client.ts';
import { observe } from '../cluster/observe.ts';
import type { Resource } from '../cluster/resource.ts';
import { textAt } from '../manifest/json.ts';
import { explainRemaining } from './explain-remaining.ts';

/** Told why an object is still there, whenever that changes. */
export type Remains = (reason: string) => void;

/**
 * Waits until an object is gone; a new one under its name does not count.
 * @param form whether its status tells more than its metadata why it is still there
 * @throws {ApiError} where the API server refuses to let it be read; the deadline's reason
 */
export async function awaitGone(
  client: Client,
  { resource, name, uid }: { resource: Resource; name: string; uid: string },
  remains: Remains,
  form: 'whole' | 'metadata' = 'metadata',
): Promise<void> {
  let last = '';
  const tell = (reason: string): void => {
    if (reason !== last) remains(reason);
    last = reason;
  };
  const see = (live: unknown): boolean => {
    if (live === undefined || textAt(live, ['metadata', 'uid']) !== uid) return true;
    tell(explainRemaining(live));
    return false;
  };
  const onTrouble = ({ message }: Error): void => {
    tell(`the API server does not say (${message})`);
  };
  await observe(client, resource, name, { see, onTrouble }, client.signal, form);
}
