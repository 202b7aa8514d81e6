import { builtinKind } from '../../../../src/manifest/builtin-kinds.ts';
import { displayObject } from '../../../../src/manifest/display.ts';
import { objectId, objectKey } from '../../../../src/manifest/object.ts';
import type { Removable } from '../../../../src/removal/removable.ts';
import { object } from '../../support/objects.ts';

/** A removable from `apiVersion kind [namespace/]name`; what it depends on in the same notation. */
export function removable(
  identity: string,
  { after = [], tree = 'tree', uid }: { after?: string[]; tree?: string; uid?: string } = {},
): Removable {
  const { apiVersion } = object(identity);
  const id = objectId(object(identity));
  const kind = builtinKind(id) ?? { plural: `${id.kind.toLowerCase()}s`, namespaced: true };
  return {
    key: keyOf(identity),
    id,
    apiVersion,
    kind,
    uid,
    tree,
    place: { object: displayObject(id) },
    dependencies: after.map(keyOf),
  };
}

function keyOf(identity: string): string {
  return objectKey(objectId(object(identity)));
}
