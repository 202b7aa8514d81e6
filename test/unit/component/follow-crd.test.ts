import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { followCrd } from '../../../src/component/follow-crd.ts';
import { definedKinds } from '../../../src/manifest/crd.ts';
import type { Json } from '../../../src/manifest/json.ts';
import { crd, object } from '../support/objects.ts';
import type { CrdOptions } from '../support/objects.ts';

const schema = (version: Json): Json => ({
  type: 'object',
  properties: { spec: { type: 'object', properties: { version, size: { type: 'integer' } } } },
});
const V1: CrdOptions = {
  versions: [
    { name: 'v1alpha1', schema: schema({ type: 'string', default: 'v0.9' }) },
    {
      name: 'v1',
      storage: true,
      schema: schema({ type: 'string', default: 'v1.1', enum: ['v1.0', 'v1.1'] }),
    },
    { name: 'v2', served: false, schema: schema({ type: 'string' }) },
  ],
};

function follow(fields: string[], options: CrdOptions = V1, apiVersion = 'example.com/v1') {
  const lamp = object(`${apiVersion} Lamp ns/main`, { spec: { bright: true } });
  const written = { object: lamp, file: 'lamp.yaml', line: 3, follow: fields };
  return followCrd(written, definedKinds([crd('Lamp', options)]));
}

describe('followCrd', () => {
  it('leaves an object that follows nothing', () => {
    const { object: lamp, problems } = follow([]);
    assert.deepEqual(problems, []);
    assert.deepEqual(lamp, object('example.com/v1 Lamp ns/main', { spec: { bright: true } }));
  });

  it('takes the version that the CRD stores', () => {
    for (const apiVersion of ['example.com/v1alpha1', 'example.com/v7']) {
      assert.equal(follow(['apiVersion'], V1, apiVersion).object.apiVersion, 'example.com/v1');
    }
  });

  it('takes the default of that version, and keeps the other fields', () => {
    const { object: lamp, problems } = follow(['spec.version', 'apiVersion'], V1, 'example.com/v7');
    assert.deepEqual(problems, []);
    assert.deepEqual(lamp.spec, { bright: true, version: 'v1.1' });
  });

  it('takes the default of the version that the object has', () => {
    const { object: lamp } = follow(['spec.version'], V1, 'example.com/v1alpha1');
    assert.deepEqual(lamp.spec, { bright: true, version: 'v0.9' });
  });

  it('takes any default: null-like, false and lists', () => {
    for (const value of [false, 0, '', [], {}]) {
      const versions = [{ name: 'v1', storage: true, schema: schema({ default: value }) }];
      const { object: lamp } = follow(['spec.version'], { versions });
      assert.deepEqual(lamp.spec, { bright: true, version: value });
    }
  });

  const wrong: [
    what: string,
    fields: string[],
    apiVersion: string,
    options: CrdOptions,
    field: string,
    message: RegExp,
  ][] = [
    [
      'a field that is not there',
      ['spec.color'],
      'example.com/v1',
      V1,
      'spec.color',
      /^the CRD lamps\.example\.com has no field spec\.color in version v1$/,
    ],
    [
      'a field without default',
      ['spec.size'],
      'example.com/v1',
      V1,
      'spec.size',
      /gives no default for spec\.size/,
    ],
    [
      'a default that the enum lacks',
      ['spec.version'],
      'example.com/v1',
      {
        versions: [
          { name: 'v1', storage: true, schema: schema({ default: 'c', enum: ['a', 'b'] }) },
        ],
      },
      'spec.version',
      /its enum does not offer/,
    ],
    [
      'a version that is not served',
      [],
      'example.com/v2',
      V1,
      'apiVersion',
      /serves v1alpha1, v1, not v2/,
    ],
    [
      'a version that is not there',
      [],
      'example.com/v7',
      V1,
      'apiVersion',
      /serves v1alpha1, v1, not v7/,
    ],
    [
      'a stored version that is not served',
      ['apiVersion'],
      'example.com/v1',
      { versions: [{ name: 'v1', served: false, storage: true }] },
      'apiVersion',
      /does not serve the version that it stores/,
    ],
    [
      'a kind that nothing defines',
      ['spec.version'],
      'other.com/v1',
      V1,
      'kind',
      /^no source defines the kind Lamp\.other\.com$/,
    ],
  ];
  for (const [what, fields, apiVersion, options, field, message] of wrong) {
    it(`cannot follow ${what}`, () => {
      const { problems } = follow(fields, options, apiVersion);
      assert.equal(problems.length, 1);
      const [problem] = problems;
      assert.equal(problem?.code, 'follow-impossible');
      assert.match(problem.message, message);
      assert.deepEqual(
        [problem.at?.file, problem.at?.line, problem.at?.field],
        ['lamp.yaml', 3, field],
      );
    });
  }

  it('leaves a kind that nothing defines where nothing is to follow', () => {
    assert.deepEqual(follow([], V1, 'other.com/v1').problems, []);
  });
});
