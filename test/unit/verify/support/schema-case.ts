import type { Json, JsonObject } from '../../../../src/manifest/json.ts';

/**
 * The schema of a field, and what the API server takes and refuses there: test/unit/verify holds the check
 * of custom resources against the cases, test/cluster/verify-schema.test.ts a real API server.
 */
export type SchemaCase = {
  what: string;
  schema: JsonObject;
  accepted: Json[];
  refused: Json[];
};
