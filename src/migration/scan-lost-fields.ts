import type { Client } from '../cluster/client.ts';
import { listObjects } from '../cluster/list-objects.ts';
import { resourcePath } from '../cluster/resource.ts';
import type { Problem } from '../errors.ts';
import { displayObject } from '../manifest/display.ts';
import { isJsonObject, textAt } from '../manifest/json.ts';
import type { JsonObject } from '../manifest/json.ts';
import { apiVersionOf } from '../manifest/object.ts';
import type { KubernetesObject } from '../manifest/object.ts';
import { compareStoredSchemas } from '../upgrade/compare-stored-schemas.ts';
import { readComparedCrd } from '../upgrade/compared-crd.ts';
import type { ComparedCrd } from '../upgrade/compared-crd.ts';
import { containsField } from '../upgrade/field-path.ts';
import { lostFields } from '../upgrade/lost-fields.ts';
import type { MayDrop } from '../upgrade/upgrade-findings.ts';
import { withoutDefaults } from '../upgrade/without-defaults.ts';
import { scannedPairs } from './scanned-pairs.ts';
import type { ScannedPair } from './scanned-pairs.ts';

// Whole objects, of up to 1.5 MB each, so fewer than where only metadata is read.
const PAGE = 100;

/**
 * What stored objects would lose with the next CRD and the component has not accepted: a problem for each
 * object and field. Reads objects only where the schemas say that something can be lost, and writes nothing.
 *
 * A field that says what the old schema's default says is not counted. The API server fills it in for
 * everybody, so that it tells nothing of what somebody wanted; and who was refused for it could not even
 * remove it. What the new release does without the field is its own business, as with a changed default.
 * Objects that are being deleted lose nothing by it.
 */
export async function scanLostFields(
  client: Client,
  live: KubernetesObject,
  next: KubernetesObject,
  mayDrop: readonly MayDrop[],
): Promise<Problem[]> {
  const [before, after] = [readComparedCrd(live), readComparedCrd(next)];
  if (before === undefined || after === undefined || after.keepsEverything) return [];
  const accepted = mayDrop.filter(({ crd }) => crd === before.name).map(({ field }) => field);
  const problems = new Map<string, Problem>();
  for (const pair of scannedPairs(live, next)) {
    const losing = losingFields(pair, before, accepted);
    if (losing.length === 0) continue;
    const apiVersion = apiVersionOf(before.group, pair.served.name);
    const path = resourcePath({ apiVersion, plural: before.plural, namespace: '' });
    for await (const { items } of listObjects(client, path, { limit: PAGE })) {
      for (const item of items) {
        if (!isJsonObject(item) || isBeingDeleted(item)) continue;
        for (const field of lostFieldsOf(item, pair)) {
          const isCounted = losing.some((each) => containsField(each, field));
          if (!isCounted || accepted.some((each) => containsField(each, field))) continue;
          const problem = lossProblem(before, item, field, pair);
          problems.set(JSON.stringify([problem.at?.object, field]), problem);
        }
      }
    }
  }
  return [...problems.values()];
}

/** The fields below which objects can lose something that is not accepted as a whole. */
function losingFields(
  { served, target }: ScannedPair,
  before: ComparedCrd,
  accepted: readonly string[],
): string[] {
  if (before.keepsEverything) return [''];
  // A status is what the controller observed, and can find out again.
  const given = served.hasStatus && target.hasStatus ? [...accepted, 'status'] : accepted;
  return compareStoredSchemas(served, target)
    .filter(({ class: into, change }) => into === 'lossy' || change === 'type-changed')
    .map(({ field }) => field)
    .filter((field) => !given.some((each) => containsField(each, field)));
}

function lostFieldsOf(item: JsonObject, { served, target }: ScannedPair): string[] {
  return lostFields(withoutDefaults(item, served.schema), target.schema);
}

function isBeingDeleted(item: JsonObject): boolean {
  return textAt(item, ['metadata', 'deletionTimestamp']) !== '';
}

function lossProblem(
  { name: crd, group, kind }: ComparedCrd,
  item: JsonObject,
  field: string,
  { served, target }: ScannedPair,
): Problem {
  const namespace = textAt(item, ['metadata', 'namespace']);
  const name = textAt(item, ['metadata', 'name']);
  const where =
    served.name === target.name ? target.name : `${target.name}, which comes for ${served.name}`;
  return {
    code: 'crd-data-loss',
    message: `the object uses this field, and would lose it: the CRD ${crd} of this release lacks it in ${where}`,
    hint: `take the field out of the object, or say otherwise what it says, and apply again; a component whose objects may lose it says so in spec.upgrade.mayDrop: {crd: ${crd}, field: '${field.replaceAll("'", "''")}'}`,
    at: { object: displayObject({ group, kind, namespace, name }), field },
  };
}
