import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  isInteger,
  isTime,
  keyText,
  resolvePlain,
  resolveTagged,
} from '../../../src/manifest/yaml-dialect.ts';
import type { Scalar } from '../../../src/manifest/yaml-dialect.ts';

// What go-yaml makes of these is compared in test/cluster/yaml-cases.test.ts.
const PLAIN: [text: string, value: Scalar][] = [
  ['0B11', 3],
  ['-0b11', -3],
  ['0X1f', 31],
  ['0O17', 15],
  ['-_1', -1],
  ['+_014', 12],
  ['0_', 0],
  ['0x_', '0x_'],
  ['0b_', '0b_'],
  ['-0o_', '-0o_'],
  ['_1', '_1'],
  ['08', 8],
  ['-._5', -0.5],
  ['.5_0', 0.5],
  ['._5', '._5'],
  ['.5_', '.5_'],
  ['1e_3', 1000],
  ['1e+_', '1e+_'],
  ['.', '.'],
  ['+.INF', Infinity],
  ['-.inf', -Infinity],
  ['.nan', NaN],
  ['+.nan', '+.nan'],
  ['inf', 'inf'],
  ['18446744073709551616', 18446744073709552000],
  ['+18446744073709551615', 18446744073709552000],
  ['-9223372036854775809', -9223372036854775808],
  ['0xFFFFFFFFFFFFFFFF', 18446744073709551615n],
  ['0x10000000000000000', '0x10000000000000000'],
  [`0b${'1'.repeat(65)}`, `0b${'1'.repeat(65)}`],
  [`0x${'0'.repeat(80)}1`, 1],
  ['0777777777777777777777777', Number('777777777777777777777777')],
  ['0o777777777777777777777777', '0o777777777777777777777777'],
  ['9'.repeat(400), '9'.repeat(400)],
  ['', null],
  ['nULL', 'nULL'],
];

describe('resolvePlain', () => {
  for (const [text, value] of PLAIN) {
    it(`takes ${text.slice(0, 30)} for ${typeof value} ${String(value).slice(0, 30)}`, () => {
      assert.deepEqual(resolvePlain(text), value);
    });
  }
});

const TAGGED: [type: string, text: string, value: Scalar | undefined][] = [
  ['str', '014', '014'],
  ['int', '014', 12],
  ['int', '1.5', undefined],
  ['int', '', undefined],
  ['float', '1', 1],
  ['float', '9223372036854775807', 2 ** 63],
  ['float', '18446744073709551615', undefined],
  ['float', 'foo', undefined],
  ['bool', 'yes', true],
  ['bool', '5', undefined],
  ['null', '', null],
  ['null', 'foo', undefined],
  ['timestamp', '2001-12-14', '2001-12-14'],
  ['timestamp', '2001-12-14T21:59:43.1Z', '2001-12-14T21:59:43.1Z'],
  ['timestamp', '5', undefined],
  ['binary', 'aGkg\naGk=\n', 'hi hi'],
  ['binary', 'aGk', undefined],
  ['binary', '/w==', undefined],
  ['map', 'foo', 'foo'],
];

describe('resolveTagged', () => {
  for (const [type, text, value] of TAGGED) {
    it(`takes !!${type} ${JSON.stringify(text)} for ${JSON.stringify(value) ?? 'a mistake'}`, () => {
      assert.deepEqual(resolveTagged(`tag:yaml.org,2002:${type}`, text), value);
    });
  }

  it('takes what has an unknown tag for text', () => {
    assert.equal(resolveTagged('!', '12'), '12');
    assert.equal(resolveTagged('!custom', '12'), '12');
  });
});

const KEYS: [text: string, key: string | undefined][] = [
  ['yes', 'true'],
  ['014', '12'],
  ['-0', '0'],
  ['9223372036854775807', '9223372036854775807'],
  ['9223372036854775808', undefined],
  ['~', undefined],
  ['1.50', '1.5'],
  ['100000.0', '100000'],
  ['1000000.0', '1e+06'],
  ['-1234560.0', '-1.23456e+06'],
  ['0.0001', '0.0001'],
  ['0.00001', '1e-05'],
  ['1e20', '1e+20'],
  ['1e38', undefined],
  ['1234567.0', undefined],
  ['3.14159265', undefined],
  ['-0.0', '-0'],
  ['.inf', '.inf'],
  ['-.Inf', '-.inf'],
  ['.NaN', '.nan'],
  ['2001-12-14', '2001-12-14'],
];

describe('keyText', () => {
  for (const [text, key] of KEYS) {
    it(`makes ${key ?? 'nothing'} of ${text}`, () => {
      assert.equal(
        keyText(resolvePlain(text), () => !isInteger(text)),
        key,
      );
    });
  }
});

describe('the dialect of kustomize', () => {
  for (const [text, value] of [
    ['yes', 'yes'],
    ['Off', 'Off'],
    ['y', 'y'],
    ['true', true],
    ['False', false],
    ['~', null],
    ['014', 12],
  ] as const) {
    it(`takes ${text} for ${JSON.stringify(value)}`, () => {
      assert.equal(resolvePlain(text, 'kustomize'), value);
    });
  }

  for (const [text, expected] of [
    ['2020-01-01', true],
    ['2020-1-1 10:00:00', true],
    ['2020-01', false],
    ['2020-01-01x', false],
  ] as const) {
    it(`takes ${text} for ${expected ? 'a' : 'no'} time`, () =>
      assert.equal(isTime(text), expected));
  }
});
