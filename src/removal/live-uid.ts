import type { Client } from '../cluster/client.ts';
import { FIELD_MANAGER } from '../cluster/field-manager.ts';
import { listAt, textAt } from '../manifest/json.ts';
import { findObject } from './find-object.ts';
import { recordedRemovable } from './removable.ts';
import type { ObjectId } from '../manifest/object.ts';

/**
 * The uid of an object that is there; undefined where it is not.
 * @param whose `ours`: only where this program has applied it, which its managedFields tell
 */
export async function liveUid(
  client: Client,
  id: ObjectId,
  whose: 'ours' | 'anybody',
): Promise<string | undefined> {
  const removable = recordedRemovable(id, { tree: '', uid: undefined });
  const found = await findObject(client, removable, () => {});
  const isOurs = listAt(found?.live, ['metadata', 'managedFields']).some(
    (entry) =>
      textAt(entry, ['manager']) === FIELD_MANAGER && textAt(entry, ['operation']) === 'Apply',
  );
  return found === undefined || (whose === 'ours' && !isOurs)
    ? undefined
    : textAt(found.live, ['metadata', 'uid']);
}
