import assert from 'node:assert/strict';
import type { Client } from '../../../src/cluster/client.ts';
import type { JsonObject } from '../../../src/manifest/json.ts';
import type { KubernetesObject } from '../../../src/manifest/object.ts';
import { applyAt, listAt, managedVersions, readCrd } from './migration.ts';

export type VersionOptions = {
  name: string;
  storage?: boolean;
  served?: boolean;
  /** Of `spec`. */
  properties: JsonObject;
};

/** The CRD of `Buoy` in a group, with a status subresource. */
export function buoyCrd(group: string, versions: readonly VersionOptions[]): KubernetesObject {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `buoys.${group}` },
    spec: {
      group,
      names: { kind: 'Buoy', plural: 'buoys', singular: 'buoy', listKind: 'BuoyList' },
      scope: 'Namespaced',
      versions: versions.map(({ name, storage = true, served = true, properties }) => ({
        name,
        served,
        storage,
        subresources: { status: {} },
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: {
              spec: { type: 'object', properties },
              status: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
            },
          },
        },
      })),
    },
  };
}

const SIZE: JsonObject = { type: 'integer', minimum: 1 };
const NAME: JsonObject = { type: 'string' };
const LIGHTS: JsonObject = {
  type: 'array',
  'x-kubernetes-list-type': 'map',
  'x-kubernetes-list-map-keys': ['name'],
  items: {
    type: 'object',
    required: ['name'],
    properties: { name: NAME, seconds: { type: 'integer' } },
  },
};

/** The first release: `spec.colour` goes with the second, `spec.mode` has a default and goes too. */
export const FIRST: VersionOptions = {
  name: 'v1alpha1',
  properties: {
    size: SIZE,
    big: { type: 'integer', format: 'int64' },
    colour: NAME,
    mode: { type: 'string', default: 'auto' },
    kind: { type: 'string', enum: ['can', 'spar', 'pillar'] },
    lights: LIGHTS,
  },
};

/** The second release: it has a new default, and takes fewer kinds. */
export const SECOND: VersionOptions = {
  name: 'v1',
  properties: {
    size: SIZE,
    big: { type: 'integer', format: 'int64' },
    kind: { type: 'string', enum: ['can', 'spar'] },
    level: { type: 'integer', default: 1 },
    lights: LIGHTS,
  },
};

/** An object of it in the namespace `default`. */
export function buoy(group: string, name: string, spec: object, version = 'v1alpha1'): any {
  return {
    apiVersion: `${group}/${version}`,
    kind: 'Buoy',
    metadata: { name, namespace: 'default' },
    spec,
  };
}

/** Where a buoy is, in a version of its group. */
export function buoyPath(group: string, version: string, name: string): string {
  return `/apis/${group}/${version}/namespaces/default/buoys/${name}`;
}

/** Where the buoys of a list are. */
export function pathsOf(group: string): (object: any) => string {
  return ({ metadata }) => buoyPath(group, 'v1', metadata.name);
}

/** Writes a buoy as a manager that applies it. */
export function applyBuoy(client: Client, object: any, manager = 'alice'): Promise<any> {
  const [group = '', version = ''] = object.apiVersion.split('/');
  return applyAt(client, buoyPath(group, version, object.metadata.name), object, { manager });
}

/** The objects of a CRD, of which nothing tells any longer that they were in another version than v1. */
export async function migratedBuoys(client: Client, crd: any): Promise<any[]> {
  const { group } = crd.spec;
  const live: any = await readCrd(client, crd);
  assert.deepEqual(live.status.storedVersions, ['v1']);
  assert.deepEqual(
    live.spec.versions.map(({ name }: any) => name),
    ['v1'],
  );
  assert.deepEqual(live.metadata.annotations ?? {}, {});
  assert.equal(live.spec.versions[0].additionalPrinterColumns, undefined);
  const objects = await listAt(client, `/apis/${group}/v1/buoys`);
  for (const object of objects) assert.deepEqual(managedVersions(object), [`${group}/v1`]);
  return objects;
}
