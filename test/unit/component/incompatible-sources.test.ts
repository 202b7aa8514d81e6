import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Compatibility } from '../../../src/component/component-schema.ts';
import { incompatibleSources } from '../../../src/component/incompatible-sources.ts';
import { crd, object } from '../support/objects.ts';

const WHY = { because: 'it flickers', evidence: 'https://example.com/1' };
const operand = (versions: string) => ({ operand: 'lamp', versions });
const source = (name: string, versions: string) => ({ source: name, versions });
const rule = (between: Compatibility['between'], works = false): Compatibility => ({
  between,
  works,
  ...WHY,
});

const bundled = crd('Lamp');
bundled.metadata.annotations = { 'example.com/bundle-version': 'v1.1.0' };
const VERSIONS = {
  sources: new Map([
    ['api', 'v1.1.0'],
    ['operator', '3.3.6'],
  ]),
  operands: new Map([['lamp', 'v1.28.0']]),
};
const SOURCES = [
  { name: 'api', objects: [bundled, object('v1 ConfigMap ns/a')] },
  { name: 'operator', objects: [object('v1 ConfigMap ns/b')] },
];

describe('incompatibleSources', () => {
  const expected = { source: 'api', domain: 'example.com', versions: '>=1.5.0', ...WHY };
  const ofLamp = { what: 'lamp', version: 'v1.28.0', ...expected };
  for (const [what, rules, found] of [
    ['an operand and a source', [rule([operand('<1.30'), source('api', '>=1.5.0')])], [ofLamp]],
    [
      'the same the other way round',
      [rule([source('api', '>=1.5.0'), operand('<1.30')])],
      [ofLamp],
    ],
    [
      'two sources',
      [rule([source('operator', '3.3.x'), source('api', '>=1.5.0')])],
      [{ what: 'operator', version: '3.3.6', ...expected }],
    ],
    ['what works', [rule([operand('<1.30'), source('api', '>=1.5.0')], true)], []],
    ['another version of the operand', [rule([operand('>=1.30'), source('api', '>=1.5.0')])], []],
    ['what a reviewer has accepted', [rule([operand('<1.30'), source('api', '>=1.1.0')])], []],
    [
      'a source whose objects name no version',
      [rule([operand('<1.30'), source('operator', '>=4')])],
      [],
    ],
    ['an unknown operand', [rule([{ operand: 'x', versions: '*' }, source('api', '>=2')])], []],
    ['operands alone', [rule([operand('<1.30'), { operand: 'x', versions: '*' }])], []],
  ] as const) {
    it(`${found.length === 0 ? 'leaves out' : 'has'} ${what}`, () => {
      assert.deepEqual(incompatibleSources(rules, VERSIONS, SOURCES), found);
    });
  }
});
