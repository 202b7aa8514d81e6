import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  annotatedVersion,
  newestFirst,
  operandObject,
  operandVersions,
} from '../../../src/images/operand-versions.ts';
import type { OperandVersion } from '../../../src/images/operand-versions.ts';
import type { KubernetesObject } from '../../../src/manifest/object.ts';
import { object } from '../support/objects.ts';
import { lamp, lampCrd, lampOperand } from './support/images.ts';

const annotationsOf = (...versions: string[]): string[] =>
  versions.map((version) => `images.v${version.replaceAll('.', '_')}.lamp`);

function versionOf(
  objects: KubernetesObject[],
  offered: string[] = [],
  operand = lampOperand(),
): OperandVersion {
  const [found, ...others] = operandVersions([operand], objects, annotationsOf(...offered));
  assert.ok(found !== undefined && others.length === 0);
  return found;
}

describe('the version of an operand', () => {
  const OFFERED = ['1.2.0', '1.10.1', '1.10.0', '2.0.0'];
  const enumerated = { type: 'string', enum: ['v1.2.0', 'v2.0.0'], default: 'v2.0.0' };

  it('is what the object asks for', () => {
    assert.deepEqual(versionOf([lamp('v1.2.0'), lampCrd(enumerated)], OFFERED), {
      operand: lampOperand(),
      object: lamp('v1.2.0'),
      requested: 'v1.2.0',
      version: 'v1.2.0',
      missing: false,
      offered: ['v2.0.0', 'v1.10.1', 'v1.10.0', 'v1.2.0'],
      allowed: ['v1.2.0', 'v2.0.0'],
      endOfLife: [],
    });
  });

  it("is the CRD's default where the object asks for none", () => {
    for (const asks of [lamp(), lamp('')]) {
      const { requested, version: found } = versionOf([asks, lampCrd(enumerated)], OFFERED);
      assert.deepEqual([requested, found], ['v2.0.0', 'v2.0.0']);
    }
  });

  it("is read from the schema of the object's own version", () => {
    const older = object('example.com/v1alpha1 Lamp main', { spec: {} });
    assert.equal(versionOf([older, lampCrd(enumerated)], OFFERED).requested, '');
  });

  const aliases: [requested: string, version: string, missing: boolean][] = [
    ['v1.10-latest', 'v1.10.1', false],
    ['v1.10', 'v1.10.1', false],
    ['v1-latest', 'v1.10.1', false],
    ['v1.2-latest', 'v1.2.0', false],
    ['v1.1-latest', 'v1.1-latest', true],
    ['v1.1', 'v1.1', true],
    ['v3.0.0', 'v3.0.0', true],
    ['latest', 'latest', true],
    ['', '', true],
  ];
  for (const [asked, found, missing] of aliases) {
    it(`is ${found || 'none'} where ${asked || 'none'} is asked for`, () => {
      const result = versionOf([lamp(asked)], OFFERED);
      assert.deepEqual([result.version, result.missing], [found, missing]);
    });
  }

  it('is taken as it is where the operator names no images of versions', () => {
    for (const operand of [lampOperand(), lampOperand({ images: undefined })]) {
      const result = versionOf([lamp('v1-latest')], [], operand);
      assert.deepEqual([result.version, result.missing, result.offered], ['v1-latest', false, []]);
    }
  });

  it('is left out for an operand whose object is not in the tree', () => {
    const others = [
      object('example.com/v1 Lamp ns/main'),
      object('example.com/v1 Lamp other'),
      object('example.org/v1 Lamp main'),
    ];
    assert.deepEqual(operandVersions([lampOperand()], others, annotationsOf('1.0.0')), []);
  });

  it('does not depend on the version of the API that the object is written in', () => {
    const older = object('example.com/v1alpha1 Lamp main', { spec: { version: 'v1.2.0' } });
    assert.equal(versionOf([older], OFFERED).version, 'v1.2.0');
  });

  it('is none where component.yaml names no field for it', () => {
    const operand = lampOperand({ version: undefined });
    assert.equal(versionOf([lamp('v1.2.0'), lampCrd(enumerated)], [], operand).version, '');
  });

  it('is of an object that findings name', () => {
    assert.equal(operandObject(versionOf([lamp('v1.2.0')])), 'Lamp.example.com main');
  });
});

describe('the end of life of a version', () => {
  const endOfLife = (schema: object, asked = 'v3', range?: string): string[] =>
    versionOf([lamp(asked), lampCrd({ ...schema })], [], lampOperand({ endOfLife: range }))
      .endOfLife;
  const ENUM = ['v1.0-latest', 'v1.0.4', 'v2.0.1'];

  const descriptions: [description: string, endOfLife: string[]][] = [
    ['The version. Must be one of: v1.0-latest, v1.0.4, v2.0.1.', []],
    ['Must be one of: v1.0-latest, v2.0.1.', ['v1.0.4']],
    ['must be one of\n- v2.0.1\n- v3.0.0', ['v1.0-latest', 'v1.0.4']],
    ['Must be one of: v2.0.1. Those before v1.0.4 are gone.', ['v1.0-latest']],
    ['Must be one of `v2.0.1`', []],
    ['Must be one of: the versions that are listed elsewhere.', []],
    ['Any version, such as v2.0.1.', []],
    ['', []],
  ];
  for (const [description, expected] of descriptions) {
    it(`is ${expected.join(', ') || 'none'} by ${JSON.stringify(description)}`, () => {
      assert.deepEqual(endOfLife({ enum: ENUM, description }), expected);
    });
  }

  it('is told by a range as well', () => {
    assert.deepEqual(endOfLife({ enum: ENUM }, 'v2.0.1', '<2'), ['v1.0-latest', 'v1.0.4']);
    assert.deepEqual(endOfLife({ enum: ENUM }, 'v2.0.1', '>=9'), []);
  });

  it('is told by a range where the CRD lists no versions', () => {
    assert.deepEqual(endOfLife({}, 'v1.0.4', '<2'), ['v1.0.4']);
    assert.deepEqual(endOfLife({}, 'v2.0.1', '<2'), []);
    assert.deepEqual(endOfLife({}, 'newest', '<2'), []);
    assert.deepEqual(endOfLife({}, '', '<2'), []);
  });

  it('does not come from a CRD that says nothing sensible', () => {
    assert.deepEqual(endOfLife({ enum: 'v1', description: 7 }), []);
    assert.deepEqual(endOfLife({ enum: [1, null, 'v1'], description: 'Must be one of: v1' }), []);
  });
});

describe('annotatedVersion', () => {
  const cases: [images: string, annotation: string, version: string | undefined][] = [
    ['images.{version}.', 'images.v1_2_0.lamp', 'v1.2.0'],
    ['images.{version}.', 'images.v1_2_0-rc_1.lamp.bulb', 'v1.2.0-rc.1'],
    ['images.{version}.', 'images.v1_2_0', undefined],
    ['images.{version}.', 'images..lamp', undefined],
    ['images.{version}.', 'note', undefined],
    ['{version}/lamp', 'v1_2/lamp', 'v1.2'],
    ['images.{version}', 'images.v1_2', 'v1.2'],
    ['images.{version}', 'images.', undefined],
  ];
  for (const [images, annotation, expected] of cases) {
    it(`is ${expected ?? 'none'} of ${annotation} by ${images}`, () => {
      assert.equal(annotatedVersion(lampOperand({ images }), annotation), expected);
    });
  }
});

describe('newestFirst', () => {
  it('orders versions of any form, a pre-release before its release, what is none last', () => {
    const sorted = [
      '3',
      'v2.0.0',
      '2.0.0',
      'v2.0.0-rc.2',
      'v2.0.0-rc.1',
      'v1.10',
      'v1.9.0',
      'x',
      'a',
    ];
    assert.deepEqual(sorted.toReversed().toSorted(newestFirst), sorted);
    assert.deepEqual(sorted.toSorted(newestFirst), sorted);
  });
});
