import type { Client } from '../../cluster/client.ts';
import { findCondition } from '../../cluster/conditions.ts';
import { readNamed } from '../../cluster/read-once.ts';
import { textAt } from '../../manifest/json.ts';
import { causeOf } from './cause.ts';
import type { Cause } from './cause.ts';

/** What a Namespace that is being deleted says of what holds it up. */
const REMAINING = ['NamespaceContentRemaining', 'NamespaceFinalizersRemaining'];

/**
 * Why an object cannot be there: its namespace is not there either, or takes nothing in since it goes. Undefined where
 * the namespace is as it should be.
 */
export async function findAbsenceCause(client: Client, name: string): Promise<Cause | undefined> {
  const found = await readNamed(client, '/api/v1/namespaces', name);
  if (found === undefined) return undefined;
  const { object: namespace } = found;
  const subject = { namespace: name, name };
  if (namespace === undefined) {
    return causeOf('NamespaceMissing', [`Namespace ${name}: does not exist`], subject);
  }
  if (textAt(namespace, ['metadata', 'deletionTimestamp']) === '') return undefined;
  const remaining = REMAINING.map((type) => findCondition(namespace, type))
    .filter((condition) => condition?.status === 'True')
    .map((condition) => condition?.message);
  const why = remaining.length === 0 ? '' : `: ${remaining.join('; ')}`;
  return causeOf('BeingDeleted', [`Namespace ${name}: is being deleted${why}`], subject);
}
