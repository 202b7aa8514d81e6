import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonObject } from '../../../../src/manifest/json.ts';
import { checkCustomResources } from '../../../../src/verify/checks/custom-resources.ts';
import { crd, object } from '../../support/objects.ts';
import { found, verified } from '../support/verified.ts';

function lampCrd(spec: JsonObject) {
  const schema = { type: 'object', properties: { spec } };
  return crd('Lamp', {
    versions: [
      { name: 'v1', storage: true, schema },
      { name: 'v0', served: false },
    ],
  });
}

const SPEC = {
  type: 'object',
  properties: { watts: { type: 'integer' }, code: { type: 'string', pattern: '^\\Qa\\E$' } },
};
const lamp = (spec: JsonObject, version = 'v1') =>
  object(`example.com/${version} Lamp shop/a`, { spec });

describe('checkCustomResources', () => {
  it('takes objects that are what their CRD allows', () => {
    assert.deepEqual(found(checkCustomResources, lampCrd(SPEC), lamp({ watts: 5 })), []);
  });

  it('names each field that is not, and where it stands', () => {
    const [finding, ...others] = checkCustomResources(
      verified(lampCrd(SPEC), lamp({ watts: 'x', colour: 'red' })),
    );
    assert.equal(others.length, 1);
    assert.equal(finding?.id, 'resource-invalid:Lamp.example.com/shop/a:spec.colour');
    assert.deepEqual(finding.at, {
      file: 'a.yaml',
      line: 2,
      object: 'Lamp.example.com shop/a',
      field: 'spec.colour',
    });
    assert.deepEqual(found(checkCustomResources, lampCrd(SPEC), lamp({ watts: 'x' })), [
      'error resource-invalid Lamp.example.com shop/a spec.watts: must be integer',
    ]);
  });

  it('names some of very many, and their number', () => {
    const spec = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`a${index}`, 1]));
    const findings = found(checkCustomResources, lampCrd(SPEC), lamp(spec));
    assert.equal(findings.length, 20);
    assert.match(findings.at(-1) ?? '', /: unknown field; and 10 more problems of this object$/);
  });

  const versions: [version: string, message: string][] = [
    ['v0', 'the CRD lamps.example.com serves v1, not v0'],
    ['v2', 'the CRD lamps.example.com serves v1, not v2'],
  ];
  for (const [version, message] of versions) {
    it(`refuses the version ${version}`, () => {
      assert.deepEqual(found(checkCustomResources, lampCrd(SPEC), lamp({}, version)), [
        `error version-unserved Lamp.example.com shop/a apiVersion: ${message}`,
      ]);
    });
  }

  it('notes a kind that no CRD defines, once', () => {
    const others = [lamp({}), object('example.com/v2 Lamp shop/b')];
    assert.deepEqual(found(checkCustomResources, ...others), [
      'note kind-undefined Lamp.example.com shop/a: no CRD of the release defines Lamp.example.com; objects that wait for one: 2',
    ]);
  });

  it('takes kinds that every device serves, and leaves those that none does to another check', () => {
    const objects = [
      object('apps/v1 Deployment shop/a'),
      object('route.openshift.io/v1 Route shop/a'),
      object('security.openshift.io/v1 SecurityContextConstraints a'),
      object('console.openshift.io/v1 ConsoleLink a'),
    ];
    assert.deepEqual(found(checkCustomResources, ...objects), []);
  });

  it('notes a pattern that it cannot test', () => {
    assert.deepEqual(found(checkCustomResources, lampCrd(SPEC), lamp({ code: 'b' })), [
      'note pattern-untested CustomResourceDefinition lamps.example.com: the pattern ^\\Qa\\E$ of v1 was not tested: it uses syntax of Go that JavaScript lacks, or takes too long there',
    ]);
  });

  it('refuses a schema that is none', () => {
    const broken = lampCrd({ type: 'object', properties: { watts: { type: 'watt' } } });
    const [finding, ...others] = found(checkCustomResources, broken, lamp({ watts: 1 }));
    assert.deepEqual(others, []);
    assert.match(
      finding ?? '',
      /^error schema-unusable CustomResourceDefinition lamps.example.com: the schema of v1 cannot/,
    );
  });
});
