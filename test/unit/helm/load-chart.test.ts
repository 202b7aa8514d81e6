import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { loadChart } from '../../../src/helm/load-chart.ts';
import { textAt } from '../../../src/manifest/json.ts';
import { problemsOfAsync } from '../support/problems.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { chartSource, fakeHelm } from './support/chart.ts';

/* With a script in place of helm, for what the real one does not do on demand; test/package has the real one. */

const VERSION = 'if [ "$1" = version ]; then printf v4.9.9; exit; fi';
const CHART = {
  'Chart.yaml': 'name: lamp\nversion: 1.0.0\n',
  'templates/a.yaml': '{{ .Values.a }}',
};
const config = (data: string) =>
  `printf 'apiVersion: v1\\nkind: ConfigMap\\nmetadata: {name: a}\\ndata: {a: "%s"}\\n' "${data}"`;

async function load(test: TestContext, script: string, files: Record<string, string> = CHART) {
  const temporaryRoot = await temporaryDirectory(test);
  const helm = await fakeHelm(test, script);
  const loaded = loadChart(
    chartSource(files),
    {
      name: 'lamp',
      release: 'light',
      namespace: 'house',
      apiVersions: ['x.io/v1'],
      values: [
        { name: 'lamp.values.yaml', text: 'a: 1' },
        { name: 'the values in component.yaml', text: '{"b":"$(touch pwned)"}' },
      ],
      kubernetes: { version: '1.31.0', newest: '1.34.0' },
    },
    {
      environment: { PATH: process.env.PATH, MICROSHIFT_OPTIONAL_HELM: helm, SECRET: 'hidden' },
      temporaryRoot,
    },
  );
  return loaded.finally(async () => {
    assert.deepEqual(await readdir(temporaryRoot), [], 'leaves nothing behind');
  });
}

describe('loadChart', () => {
  it('refuses a chart that gives nothing', async (test) => {
    const problems = await problemsOfAsync(() => load(test, `${VERSION}\necho '# all is off'`));
    assert.deepEqual(
      problems.map(({ code }) => code),
      ['chart-empty'],
    );
  });

  it('gives helm the files, and nothing of its surroundings', async (test) => {
    const { objects, helm, chart, findings } = await load(
      test,
      `${VERSION}
[ -n "$SECRET" ] && exit 3
set -- "$@" "$(cat "$3/templates/a.yaml")" "$(cat "$3"/../values-0.yaml "$3"/../values-1.yaml)"
set -- "$@" "$(ls -d "$HELM_CONFIG_HOME" "$KUBECONFIG" 2>/dev/null)"
shift 3
printf '%s\\n' 'apiVersion: v1' 'kind: ConfigMap' 'metadata: {name: a}' 'data:' '  args: |-'
printf '    %s\\n' "$@" | sed "s#=/.*/#=DIR/#" | grep -v kube-version`,
    );
    assert.deepEqual([helm, chart.version, findings], ['v4.9.9', '1.0.0', []]);
    assert.deepEqual(textAt(objects[0], ['data', 'args']).trimEnd().split('\n'), [
      '--include-crds',
      '--skip-tests',
      '--namespace=house',
      '--api-versions=x.io/v1',
      '--values=DIR/values-0.yaml',
      '--values=DIR/values-1.yaml',
      '{{ .Values.a }}',
      'a: 1{"b":"$(touch pwned)"}',
    ]);
  });

  it('refuses what is another one each time', async (test) => {
    // Its directory is.
    const [problem] = await problemsOfAsync(() => load(test, `${VERSION}\n${config('$$')}`));
    assert.equal(problem?.code, 'chart-random');
    assert.match(problem.message, /each time: ConfigMap a$/);
  });

  it('says what would be another one for the newest Kubernetes', async (test) => {
    const byVersion = `case "$*" in *=1.34*) ${config('new')};; *) ${config('old')};; esac`;
    const { objects, findings } = await load(test, `${VERSION}\n${byVersion}`);
    assert.deepEqual(objects[0]?.data, { a: 'old' });
    assert.deepEqual(
      findings.map(({ id, severity }) => [id, severity]),
      [['chart-for-kubernetes:lamp', 'note']],
    );
    assert.match(findings[0]?.message ?? '', /1\.34\.0 .* differently: ConfigMap a$/);
  });

  it('says that it cannot be rendered for the newest Kubernetes', async (test) => {
    const byVersion = `case "$*" in *=1.34*) echo Error: too new >&2; exit 1;; *) ${config('old')};; esac`;
    const { findings } = await load(test, `${VERSION}\n${byVersion}`);
    assert.match(
      findings[0]?.message ?? '',
      /cannot be rendered for Kubernetes 1\.34\.0: .*too new/,
    );
  });

  const asking: [template: string, found: string | undefined][] = [
    ['{{ $a := lookup "v1" "Secret" "" "a" }}', 'chart-lookup'],
    ['{{- if (lookup "v1" "Secret" "" "a") -}}', 'chart-lookup'],
    ['# lookup the value', undefined],
    ['{{ .Values.lookup }}', undefined],
    ['{{ now | date "2006-01-02" }}', 'chart-clock'],
    ['{{- printf "%s" (now) }}', 'chart-clock'],
    ['{{ ago .Values.start }}', 'chart-clock'],
    ['{{ fail "do it now" }} now', undefined],
    ['{{ .Values.now }}{{/* now */}}', undefined],
  ];
  for (const [template, found] of asking) {
    it(`${found === undefined ? 'does not note' : 'notes'} ${template}`, async (test) => {
      const files = { ...CHART, 'charts/x/templates/_b.tpl': template };
      const { findings } = await load(test, `${VERSION}\n${config('a')}`, files);
      assert.deepEqual(
        findings.map(({ id }) => id),
        found === undefined ? [] : [`${found}:lamp`],
      );
    });
  }

  it('refuses what has the time by the second', async (test) => {
    const files = { ...CHART, 'templates/b.yaml': '{{ now | unixEpoch }}' };
    const [problem] = await problemsOfAsync(() =>
      load(test, `${VERSION}\n${config('$(date +%s)')}`, files),
    );
    assert.equal(problem?.code, 'chart-random');
  });

  it('does not fetch schemas, and says that values are not checked', async (test) => {
    const files = { ...CHART, 'values.schema.json': '{"$ref": "https://example.com/a.json"}' };
    const script = `${VERSION}\n${config('$(echo $HTTPS_PROXY $* | grep -o "127.0.0.1:9 .*--skip-schema-validation" | wc -l)')}`;
    const { objects, findings } = await load(test, script, files);
    assert.equal(textAt(objects[0], ['data', 'a']).trim(), '1');
    assert.deepEqual(
      findings.map(({ id }) => id),
      ['chart-schema:lamp'],
    );
    const own = { ...CHART, 'values.schema.json': '{"$ref": "http://json-schema.org/schema"}' };
    assert.deepEqual((await load(test, `${VERSION}\n${config('a')}`, own)).findings, []);
  });

  const failures: [what: string, script: string, code: string, message: RegExp][] = [
    [
      'that fails',
      `${VERSION}\necho "Error: $3/x is bad" >&2; exit 1`,
      'chart-failed',
      /^helm cannot render it: chart\/x is bad$/,
    ],
    ['that is no helm', 'echo hello', 'helm-unknown', /"hello"/],
    ['that does not answer', VERSION.replace('printf v4.9.9', 'exit 1'), 'helm-unknown', /version/],
    [
      'that does not like values',
      `${VERSION}\necho "Error: failed to parse $3/../values-0.yaml: it is bad" >&2; exit 1`,
      'chart-failed',
      /failed to parse .*lamp\.values\.yaml: it is bad$/,
    ],
    ['that renders no objects', `${VERSION}\necho 'a: 1'`, 'manifest-invalid', /apiVersion|string/],
  ];
  for (const [what, script, code, message] of failures) {
    it(`refuses a helm ${what}`, async (test) => {
      const [problem] = await problemsOfAsync(() => load(test, script));
      assert.equal(problem?.code, code);
      assert.match(problem.message, message);
    });
  }
});
