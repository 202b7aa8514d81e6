import { compareSchemas } from './compare-schemas.ts';
import type { FieldChange } from './compare-schemas.ts';
import type { ComparedVersion } from './compared-crd.ts';
import { judgeStatus } from './status-change.ts';

/** What changes for objects of one version of a CRD that are read or stored as another one, as they are. */
export function compareStoredSchemas(
  before: ComparedVersion,
  after: ComparedVersion,
): FieldChange[] {
  const changes = compareSchemas(before.schema, after.schema);
  return before.hasStatus && after.hasStatus ? changes.map(judgeStatus) : changes;
}
