import { FIELD_MANAGER } from '../cluster/field-manager.ts';

/** The content type of a server-side apply; the body may be JSON, which YAML takes. */
export const APPLY = 'application/apply-patch+yaml';

/** The query of a server-side apply: with force, and strict. */
export function applyQuery(dryRun: boolean): string {
  return `?fieldManager=${FIELD_MANAGER}&force=true&fieldValidation=Strict${dryRun ? '&dryRun=All' : ''}`;
}
