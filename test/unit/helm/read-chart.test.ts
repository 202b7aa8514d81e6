import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readChart } from '../../../src/helm/read-chart.ts';
import { problemsOf, shown } from '../support/problems.ts';
import { chartSource } from './support/chart.ts';

const CHART = 'apiVersion: v2\nname: lamp\nversion: 1.2.3\n';
const NEEDS = `${CHART}dependencies: [{name: wick, version: 1.x.x, condition: wick.enabled}]\n`;

describe('readChart', () => {
  const charts: [what: string, text: string, appVersion: string | undefined][] = [
    ['one without an appVersion', CHART, undefined],
    ['one with', `${CHART}appVersion: v4.5\n`, 'v4.5'],
    ['a number for a version', `${CHART}appVersion: 4.5\n`, '4.5'],
    ['an empty one', `${CHART}appVersion:\n`, undefined],
    ['unknown fields', `${CHART}icon: x\ndependencies: []\n`, undefined],
  ];
  for (const [what, text, appVersion] of charts) {
    it(`reads ${what}`, () => {
      assert.deepEqual(readChart(chartSource({ 'Chart.yaml': text })), {
        name: 'lamp',
        version: '1.2.3',
        appVersion,
      });
    });
  }

  for (const path of ['charts/wick/Chart.yaml', 'charts/other-folder/Chart.yaml']) {
    it(`finds a dependency at ${path}`, () => {
      const files = { 'Chart.yaml': NEEDS, [path]: 'name: wick\nversion: 1.0.0\n' };
      assert.doesNotThrow(() => readChart(chartSource(files)));
    });
  }

  it('finds a dependency in an archive', () => {
    const source = chartSource({ 'Chart.yaml': NEEDS, 'charts/wick-1.0.0.tgz': 'x' });
    assert.doesNotThrow(() => readChart(source));
  });

  const wrong: [what: string, files: Record<string, string>, code: string, message: RegExp][] = [
    ['no Chart.yaml', { 'values.yaml': '' }, 'chart-missing', /^chart: holds no Chart.yaml/],
    ['no version', { 'Chart.yaml': 'name: x\n' }, 'chart-invalid', /^chart\/Chart.yaml:1 version/],
    ['a hostile name', { 'Chart.yaml': CHART.replace('lamp', '../lamp') }, 'chart-invalid', /name/],
    ['a text', { 'Chart.yaml': 'x' }, 'chart-invalid', /object/],
    ['a library', { 'Chart.yaml': `${CHART}type: library\n` }, 'chart-library', /library chart/],
    [
      'a dependency that is missing',
      { 'Chart.yaml': NEEDS, 'charts/other/Chart.yaml': 'name: other\nversion: 1.0.0\n' },
      'chart-dependencies-missing',
      /names the dependencies "wick", which its charts\/ lacks/,
    ],
    [
      'a dependency in the wrong place',
      { 'Chart.yaml': NEEDS, 'charts/a/charts/wick/Chart.yaml': 'name: wick\nversion: 1.0.0\n' },
      'chart-dependencies-missing',
      /wick/,
    ],
  ];
  for (const [what, files, code, message] of wrong) {
    it(`refuses ${what}`, () => {
      const [problem] = problemsOf(() => readChart(chartSource(files)));
      assert.equal(problem?.code, code);
      assert.match(shown(problem), message);
    });
  }
});
