import type { JsonObject } from '../../../src/manifest/json.ts';
import type { KubernetesObject } from '../../../src/manifest/object.ts';

export type VersionOptions = {
  name: string;
  storage?: boolean;
  served?: boolean;
  /** Of `spec`. */
  properties: JsonObject;
};

/** The CRD of `Buoy` in a group, cluster-wide, with a status subresource. */
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
