import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readGatewayApi } from '../../../src/expose/gateway-api.ts';
import { judgeObjects } from '../../../src/expose/judge-objects.ts';
import type { KubernetesObject } from '../../../src/manifest/object.ts';
import { problemsOf } from '../support/problems.ts';

const GROUP = 'gateway.networking.k8s.io';

function crd(kind: string, versions: Record<string, boolean>, spec = {}): KubernetesObject {
  const plural = `${kind.toLowerCase()}s`;
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${GROUP}` },
    spec: {
      group: GROUP,
      scope: 'Namespaced',
      names: { kind, plural },
      versions: Object.entries(versions).map(([name, served], index) => ({
        name,
        served,
        storage: index === 0,
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: { spec: { type: 'object', properties: spec } },
          },
        },
      })),
    },
  };
}

describe('the Gateway API of CRDs', () => {
  it('is each kind in the best version that is served', () => {
    const api = readGatewayApi([
      crd('HTTPRoute', { v1beta1: true, v1: true }),
      crd('TLSRoute', { v1: false, v1alpha3: true, v1alpha2: true }),
      crd('TCPRoute', { v1alpha2: false }),
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } },
    ]);
    assert.deepEqual(
      [...(api?.kinds ?? [])].map(([kind, { apiVersion, plural }]) => [kind, apiVersion, plural]),
      [
        ['HTTPRoute', `${GROUP}/v1`, 'httproutes'],
        ['TLSRoute', `${GROUP}/v1alpha3`, 'tlsroutes'],
      ],
    );
  });

  it('has spec.infrastructure where the schema of Gateways has it', () => {
    const has = (spec: object): boolean | undefined =>
      readGatewayApi([crd('Gateway', { v1: true }, spec)])?.hasInfrastructure;
    assert.deepEqual([has({ infrastructure: { type: 'object' } }), has({})], [true, false]);
  });

  it('is none where there is no CRD of it', () => {
    assert.equal(readGatewayApi([]), undefined);
    assert.equal(readGatewayApi([{ ...crd('Gateway', { v1: true }), kind: 'Other' }]), undefined);
  });

  it('judges objects by the schemas', () => {
    const api = readGatewayApi([crd('Gateway', { v1: true }, { size: { type: 'integer' } })]);
    assert.ok(api);
    const gateway = (spec: object): Map<string, KubernetesObject> =>
      new Map([
        [
          'gateway.yaml',
          {
            apiVersion: `${GROUP}/v1`,
            kind: 'Gateway',
            metadata: { name: 'a' },
            spec,
          } as KubernetesObject,
        ],
      ]);
    judgeObjects(gateway({ size: 1 }), api);
    const problems = problemsOf(() => judgeObjects(gateway({ size: 'x', other: 1 }), api));
    assert.deepEqual(
      problems.map(({ at }) => `${at?.file} ${at?.field}`),
      ['gateway.yaml spec.other', 'gateway.yaml spec.size'],
    );
  });
});
