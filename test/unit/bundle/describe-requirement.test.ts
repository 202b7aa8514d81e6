import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import {
  describeApi,
  describeDependency,
  describeProperty,
} from '../../../src/bundle/describe-requirement.ts';

const UNKNOWN = 'what a constraint of an unknown form asks for';
const gvk = { group: 'lamp.example.com', version: 'v1', kind: 'Lamp' };

describe('describeDependency', () => {
  const cases: [type: string, value: unknown, subject: string, description: string][] = [
    [
      'olm.package',
      { packageName: 'wick', version: '>=1.0.0 <2.0.0' },
      'wick',
      'the package wick (>=1.0.0 <2.0.0)',
    ],
    ['olm.package', { packageName: 'wick' }, 'wick', 'the package wick'],
    ['olm.gvk', gvk, 'Lamp.v1.lamp.example.com', 'the API lamp.example.com/v1 Lamp'],
    ['olm.label', { label: 'bright' }, 'bright', 'an operator with the label bright'],
    [
      'olm.constraint',
      { failureMessage: 'needs light', package: { packageName: 'wick', versionRange: '1' } },
      'wick',
      'the package wick (1) (needs light)',
    ],
    [
      'olm.constraint',
      { all: { constraints: [{ gvk }, { any: { constraints: [{ cel: { rule: 'a > 1' } }] } }] } },
      'Lamp.v1.lamp.example.com+cel',
      'the API lamp.example.com/v1 Lamp and that a > 1',
    ],
    [
      'olm.constraint',
      {
        not: {
          constraints: [{ package: { packageName: 'a' } }, { package: { packageName: 'b' } }],
        },
      },
      'a+b',
      'none of the package a, the package b',
    ],
    ['olm.constraint', { other: 1 }, 'constraint', UNKNOWN],
    ['olm.constraint', 'text', 'constraint', UNKNOWN],
    [
      'example.com/light',
      { lumen: 5 },
      'example.com/light',
      'what its dependency of type example.com/light asks for',
    ],
  ];
  for (const [type, value, subject, description] of cases) {
    it(`says ${description}`, () => {
      assert.deepEqual(describeDependency({ type, value }), { subject, description });
    });
  }
});

describe('describeProperty', () => {
  const cases: [type: string, value: unknown, description: string][] = [
    ['olm.package.required', { packageName: 'wick', versionRange: '>1' }, 'the package wick (>1)'],
    ['olm.gvk.required', gvk, 'the API lamp.example.com/v1 Lamp'],
    ['olm.maxOpenShiftVersion', '4.17', 'OpenShift 4.17 or older'],
    ['olm.maxOpenShiftVersion', 4.17, 'OpenShift 4.17 or older'],
    ['olm.constraint', { cel: { rule: 'true' } }, 'that true'],
  ];
  for (const [type, value, description] of cases) {
    it(`says ${description}`, () => {
      assert.equal(describeProperty({ type, value })?.description, description);
    });
  }

  for (const type of ['olm.package', 'olm.gvk', 'olm.bundle.object', 'olm.channel', 'color']) {
    it(`takes ${type} for what the bundle is itself`, () => {
      assert.equal(describeProperty({ type, value: {} }), undefined);
    });
  }
});

describe('describeApi', () => {
  it('takes the group from the name of a CRD', () => {
    const api = { name: 'lamps.lamp.example.com', group: '', version: 'v1', kind: 'Lamp' };
    assert.equal(describeApi(api).description, 'the API lamp.example.com/v1 Lamp');
  });
});

describe('requirements', () => {
  it('are one line of bounded length, whatever upstream wrote', () => {
    const depths = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'medium' },
        fc.jsonValue(),
        fc.record({ cel: fc.record({ rule: fc.string({ unit: 'binary' }) }) }),
        fc.record({ all: fc.record({ constraints: fc.array(tie('value')) }) }),
      ),
    }));
    fc.assert(
      fc.property(fc.string(), depths.value, (type, value) => {
        for (const each of [type, 'olm.constraint']) {
          const { subject, description } = describeDependency({ type: each, value });
          assert.ok(!/[\p{Cc}\n]/u.test(subject + description));
          assert.ok(subject.length <= 301 && description.length < 1000);
        }
      }),
    );
  });

  it('of a bottomless constraint end somewhere', () => {
    let value: unknown = { cel: { rule: 'deep' } };
    for (let depth = 0; depth < 5000; depth += 1) value = { all: { constraints: [value] } };
    assert.equal(describeDependency({ type: 'olm.constraint', value }).subject, 'constraint');
  });
});
