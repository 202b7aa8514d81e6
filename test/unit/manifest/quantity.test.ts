import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatCpu, formatMemory, parseQuantity } from '../../../src/manifest/quantity.ts';

describe('parseQuantity', () => {
  const cases: [text: string, value: number][] = [
    ['0', 0],
    ['2', 2],
    ['0.5', 0.5],
    ['.5', 0.5],
    ['5.', 5],
    ['+2', 2],
    ['-1', -1],
    ['50m', 0.05],
    ['250u', 0.00025],
    ['7n', 7e-9],
    ['3k', 3000],
    ['2M', 2e6],
    ['1G', 1e9],
    ['1T', 1e12],
    ['1P', 1e15],
    ['1E', 1e18],
    ['1Ki', 1024],
    ['64Mi', 67_108_864],
    ['1.5Gi', 1_610_612_736],
    ['1Ti', 2 ** 40],
    ['1Pi', 2 ** 50],
    ['1Ei', 2 ** 60],
    ['1e3', 1000],
    ['12E6', 12_000_000],
    ['1e-3', 0.001],
    ['1e+2', 100],
  ];
  for (const [text, value] of cases) {
    it(`reads ${text}`, () => {
      assert.ok(Math.abs((parseQuantity(text) ?? NaN) - value) <= Math.abs(value) * 1e-12, text);
    });
  }

  const none = [
    ['', ' ', 'm', 'Mi', '.', '-', 'x', '1 Mi', ' 1', '1\n', '1mi', '1K', '1KI', '1Kii', '0x10'],
    // Either an exponent or a suffix: the API server refuses both together.
    ['1e3Ki', '1e3m', '1e', '1e3.5', '1e999', '--1', '1,5', '1_000', 'NaN', 'Infinity'],
    ['[object Object]', '9'.repeat(65), `${'9'.repeat(100_000)}!`],
  ].flat();
  for (const text of none) {
    it(`takes ${JSON.stringify(text.slice(0, 40))} for none`, () => {
      assert.equal(parseQuantity(text), undefined);
    });
  }
});

describe('quantities for people', () => {
  const memory: [bytes: number, shown: string][] = [
    [0, '0Mi'],
    [64 * 2 ** 20, '64Mi'],
    [2 ** 30, '1024Mi'],
    [1.5 * 2 ** 20, '1.5Mi'],
    [1000, '0Mi'],
  ];
  for (const [bytes, shown] of memory) {
    it(`are Mi of memory: ${shown}`, () => assert.equal(formatMemory(bytes), shown));
  }

  const cpu: [cores: number, shown: string][] = [
    [0, '0m'],
    [0.115, '115m'],
    [2, '2000m'],
    [0.1 + 0.2, '300m'],
    [0.000_25, '0.3m'],
  ];
  for (const [cores, shown] of cpu) {
    it(`are thousandths of a core: ${shown}`, () => assert.equal(formatCpu(cores), shown));
  }
});
