import { isJsonObject, valueAt } from '../manifest/json.ts';
import type { Json, JsonObject } from '../manifest/json.ts';
import type { KubernetesObject } from '../manifest/object.ts';
import type { Way } from './find-way.ts';
import { MIGRATING_FROM } from './stored-versions.ts';

/**
 * The CRD that is in the cluster while objects are rewritten: the next one, which stores its own version,
 * with the versions that go, as the live one has them. Their schemas have to stay: the API server prunes
 * what it reads by the schema of the version that it is stored in, even of an unserved one.
 *
 * The annotation tells it from a CRD of a newer release; the column, in which the API server's handler
 * gives its answers, that it has taken it over.
 */
export function transitionalCrd(
  live: KubernetesObject,
  next: KubernetesObject,
  gone: readonly string[],
  way: Way,
): KubernetesObject {
  const kept = versionsOf(next)
    .filter(({ name }) => way.versions.some((each) => each === name))
    .map((version) => (version.name === way.to ? withColumn(version, way.to) : version));
  const going = versionsOf(live).filter(({ name }) => gone.some((each) => each === name));
  return {
    ...next,
    metadata: {
      ...next.metadata,
      annotations: { ...next.metadata.annotations, [MIGRATING_FROM]: gone.join(',') },
    },
    spec: {
      ...(isJsonObject(next.spec) ? next.spec : {}),
      conversion: way.conversion,
      versions: [...kept, ...going.map(goingVersion)],
    },
  };
}

/** What the column is called that shows, to machines, that objects are stored in `to` already. */
export function migrationColumn(to: string): string {
  return `Migrating to ${to}`;
}

function versionsOf(crd: KubernetesObject): JsonObject[] {
  const versions = valueAt(crd, ['spec', 'versions']);
  return (Array.isArray(versions) ? versions : []).filter(isJsonObject);
}

function goingVersion(version: JsonObject): JsonObject {
  // Only CRDs from the time of v1beta1 have versions without a schema, which kept everything.
  const schema: Json = isJsonObject(version.schema) ? version.schema : { openAPIV3Schema: OPEN };
  return { ...version, storage: false, schema };
}

const OPEN: JsonObject = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };

/** What kubectl shows of a kind that names no columns (apiextensions-apiserver, tableconvertor). */
const AGE: JsonObject = { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' };

function withColumn(version: JsonObject, to: string): JsonObject {
  const own = version.additionalPrinterColumns;
  const columns = Array.isArray(own) && own.length > 0 ? own : [AGE];
  const column: JsonObject = {
    name: migrationColumn(to),
    type: 'string',
    jsonPath: '.apiVersion',
    // Shown to people only when they ask for wide output.
    priority: 1,
  };
  return { ...version, additionalPrinterColumns: [...columns, column] };
}
