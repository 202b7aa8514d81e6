import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseComponent } from '../../../src/component/read-component.ts';
import type { ComponentFile } from '../../../src/component/component-schema.ts';
import { COMPONENT } from '../support/component.ts';
import { problemsOf, shown } from '../support/problems.ts';

const LAMP = 'name: lamp, object: {kind: Lamp, group: example.com, name: main}';
const PAIR = 'between: [{operand: lamp, versions: 1.x}, {source: a, versions: ">=2"}]';
const SEEN = 'works: false, because: it flickers, evidence: https://example.com/1';

const parse = (fields: string): ComponentFile['spec'] =>
  parseComponent(`${COMPONENT}${fields}`, 'c.yaml').spec;

describe('operands, compatibility and upgrade in component.yaml', () => {
  it('may be left out', () => {
    const { operands, compatibility, upgrade } = parse('');
    assert.deepEqual(
      { operands, compatibility, upgrade },
      {
        operands: [],
        compatibility: [],
        upgrade: { mayDrop: [] },
      },
    );
    assert.deepEqual(parse('  upgrade: {}\n').upgrade, { mayDrop: [] });
  });

  it('are read with their defaults', () => {
    const { operands, compatibility, upgrade } = parse(
      `  operands: [{${LAMP}, requests: [{name: lamps, default: {cpu: 1}}, {name: bulbs}]}]\n` +
        `  compatibility: [{${PAIR}, ${SEEN}}]\n` +
        '  upgrade: {mayDrop: [{crd: lamps.example.com, field: "spec.tags[].name"}]}\n',
    );
    assert.deepEqual(operands, [
      {
        name: 'lamp',
        object: { group: 'example.com', kind: 'Lamp', namespace: '', name: 'main' },
        requests: [
          { name: 'lamps', default: { cpu: '1' } },
          { name: 'bulbs', default: {} },
        ],
      },
    ]);
    assert.deepEqual(compatibility[0]?.between, [
      { operand: 'lamp', versions: '1.x' },
      { source: 'a', versions: '>=2' },
    ]);
    assert.deepEqual(upgrade.mayDrop, [{ crd: 'lamps.example.com', field: 'spec.tags[].name' }]);
  });

  const operand = (field: string): string => `  operands: [{${LAMP}, ${field}}]\n`;
  const pair = (between: string, rest = SEEN): string =>
    `  operands: [{${LAMP}}]\n  compatibility: [{between: [${between}], ${rest}}]\n`;
  const both = '{operand: lamp, versions: 1.x}, {source: a, versions: 1.x}';
  const drop = (entry: string): string => `  upgrade: {mayDrop: [{${entry}}]}\n`;

  const wrong: [fields: string, expected: RegExp][] = [
    ['  operands: [{name: lamp}]\n', /^c\.yaml:9 spec\.operands\[0\]\.object: /],
    [operand('colour: red'), /operands\[0\]\.colour: unknown field/],
    [operand('version: spec..x'), /operands\[0\]\.version: expected a dotted path/],
    [operand('images: "images.v."'), /operands\[0\]\.images: expected the start of an annotation/],
    [operand('images: "{version}{version}"'), /operands\[0\]\.images: /],
    [operand('images: "images {version}"'), /operands\[0\]\.images: /],
    [operand('endOfLife: old'), /operands\[0\]\.endOfLife: expected a range/],
    [operand('requests: [{name: "<b>"}]'), /requests\[0\]\.name: .*plain words/],
    [operand('requests: [{name: a, default: {cpu: much}}]'), /default\.cpu: expected a quantity/],
    [operand('requests: [{name: a, default: {disk: 1}}]'), /default\.disk: unknown field/],
    [`  operands: [{${LAMP}}, {${LAMP}}]\n`, /spec\.operands: two operands have the same name/],
    [pair('{operand: lamp, versions: 1.x}'), /compatibility\[0\]\.between/],
    [pair('{versions: 1.x}, {source: a, versions: 1.x}'), /between\[0\]: expected either/],
    [
      pair('{operand: lamp, source: a, versions: 1.x}, {source: a, versions: 1.x}'),
      /between\[0\]: expected either source or operand/,
    ],
    [
      pair('{operand: lamp, versions: new}, {source: a, versions: 1.x}'),
      /between\[0\]\.versions: expected a range/,
    ],
    [
      pair('{operand: torch, versions: 1.x}, {source: b, versions: 1.x}'),
      /^c\.yaml:10 spec\.compatibility\[0\]\.between\[0\]\.operand: the component has no operand torch/,
    ],
    [
      pair('{operand: lamp, versions: 1.x}, {source: lamp, versions: 1.x}'),
      /between\[1\]\.source: the component has no source lamp/,
    ],
    [pair(both, 'works: true, because: x, evidence: http://example.com'), /\.evidence: /],
    [pair(both, 'works: true, because: x, evidence: "javascript:1"'), /\.evidence: /],
    [pair(both, 'works: true, because: "", evidence: https://a.b'), /\.because: /],
    [pair(both, `works: true, because: ${'x'.repeat(301)}, evidence: https://a.b`), /\.because: /],
    [pair(both, 'works: yes please, because: x, evidence: https://a.b'), /\.works: /],
    [drop('crd: lamps.example.com'), /mayDrop\[0\]\.field: /],
    [drop('crd: Lamp, field: spec'), /mayDrop\[0\]\.crd: expected a DNS name/],
    [drop('crd: lamps.example.com, field: ""'), /mayDrop\[0\]\.field: expected a field such as/],
    [drop('crd: lamps.example.com, field: spec..a'), /mayDrop\[0\]\.field: expected a field/],
  ];
  for (const [fields, expected] of wrong) {
    it(`may not be ${JSON.stringify(fields.trim().slice(-90))}`, () => {
      const problems = problemsOf(() => parse(fields)).map(shown);
      assert.match(problems[0] ?? '', expected, problems.join('\n'));
    });
  }
});
