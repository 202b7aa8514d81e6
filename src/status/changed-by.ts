import { FIELD_MANAGER } from '../cluster/field-manager.ts';
import { listAt, textAt, valueAt } from '../manifest/json.ts';
import type { Manifest } from '../manifest/manifest.ts';
import { compareText } from '../manifest/object.ts';
import { ownsAll } from './field-owner.ts';

/** Who has changed an object, as far as the API server keeps it. */
export type ChangedBy = {
  /** The name that the client gave itself: `kubectl-edit`. */
  manager: string;
  /** `Apply` or `Update`. */
  operation: string;
  /** RFC 3339, to the second; `''` where it is not told. */
  at: string;
};

/**
 * Who has last changed an object that this program applied, from its `metadata.managedFields`
 * (https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management). Undefined where nobody else
 * has left a trace since then: whoever only takes fields away has none.
 */
export function changedBy(object: unknown): ChangedBy | undefined {
  const entries = listAt(object, ['metadata', 'managedFields']);
  const applied = textAt(entries.find(isOwn), ['time']);
  return (
    entries
      // A controller's report is no change of what was applied.
      .filter((entry) => !isOwn(entry) && textAt(entry, ['subresource']) !== 'status')
      .map((entry) => ({
        manager: textAt(entry, ['manager']),
        operation: textAt(entry, ['operation']),
        at: textAt(entry, ['time']),
      }))
      .filter(({ manager, at }) => manager !== '' && at >= applied)
      .toSorted((a, b) => compareText(b.at, a.at))[0]
  );
}

/**
 * Whether all that a manifest says is still as this program applied it, and others have only added to the object, as
 * controllers do: annotations, a status, replicas that nobody asked for.
 * @param object live, or its metadata; the one that was applied, not another of its name
 */
export function isOnlyAddedTo(
  object: unknown,
  manifest: Pick<Manifest, 'bare' | 'object'>,
): boolean {
  if (object === undefined) return false;
  // Whoever applies no field has no entry.
  if (manifest.bare) return true;
  const own = listAt(object, ['metadata', 'managedFields']).find(isOwn);
  return (
    textAt(own, ['apiVersion']) === manifest.object().apiVersion &&
    ownsAll(valueAt(own, ['fieldsV1']), manifest.object())
  );
}

function isOwn(entry: unknown): boolean {
  return (
    textAt(entry, ['manager']) === FIELD_MANAGER &&
    textAt(entry, ['operation']) === 'Apply' &&
    textAt(entry, ['subresource']) === ''
  );
}
