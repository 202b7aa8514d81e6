import { builtinKind } from '../manifest/builtin-kinds.ts';
import { CRD_KIND } from '../manifest/crd.ts';
import type { GroupKind } from '../manifest/object.ts';
import { groupKindKey } from '../manifest/object.ts';

const CRD = groupKindKey(CRD_KIND);
const NAMESPACE = groupKindKey({ group: '', kind: 'Namespace' });
const DATA = new Set(
  ['PersistentVolumeClaim', 'PersistentVolume'].map((kind) => groupKindKey({ group: '', kind })),
);

/** Whether deleting an object of this kind deletes all objects of the kind that it defines. */
export function isCrdKind(kind: GroupKind): boolean {
  return groupKindKey(kind) === CRD;
}

/** Whether deleting an object of this kind deletes whatever lives in it. */
export function isNamespaceKind(kind: GroupKind): boolean {
  return groupKindKey(kind) === NAMESPACE;
}

/** Whether an object of this kind stands for stored data. */
export function isDataKind(kind: GroupKind): boolean {
  return DATA.has(groupKindKey(kind));
}

/** Whether the API server itself does not know the kind: a CRD or another API server brings it. */
export function isCustomKind(kind: GroupKind): boolean {
  return builtinKind(kind) === undefined;
}
