import { readFile, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sha256 } from '../digest.ts';
import { inputError } from '../errors.ts';
import { chartFiles } from '../helm/chart-files.ts';
import { loadChart } from '../helm/load-chart.ts';
import type { ChartInput } from '../helm/render-chart.ts';
import { withoutLiveFields } from '../manifest/clean.ts';
import { canonicalJsonText, toJsonText } from '../manifest/json.ts';
import { LIMITS, mebibytes } from '../source/limits.ts';
import { sourceDigest } from '../source/source-files.ts';
import type { SourceFiles } from '../source/source-files.ts';
import { SUPPORTED_KUBERNETES } from './kubernetes-version.ts';
import type { LoadedSource } from './loaded-source.ts';
import type { Component } from './read-component.ts';
import type { HelmChartSource } from './source-schema.ts';

/**
 * Renders the chart of a source. Its version is that of what the chart installs (`appVersion`), which is what
 * people know; the chart's own where it says none.
 * @param source the chart as it was read
 * @throws {UserError} `component-namespace`, `values-missing`, and what rendering throws
 */
export async function convertChart(
  component: Component,
  wanted: HelmChartSource,
  source: SourceFiles,
): Promise<LoadedSource> {
  const { name, kind, release = name, apiVersions } = wanted;
  const namespace = wanted.namespace ?? component.spec.namespace;
  if (namespace === undefined) {
    throw inputError({
      code: 'component-namespace',
      message: `a chart is rendered for a namespace, and the source ${name} has none`,
      hint: 'set its namespace, or spec.namespace',
      at: { file: component.file, field: 'spec.namespace' },
    });
  }
  const files = await chartFiles(source);
  const values = [
    ...(await readValues(component, wanted.valuesFiles)),
    { name: `the values in ${component.file}`, text: toJsonText(wanted.values) },
  ];
  const kubeVersion = wanted.kubeVersion ?? SUPPORTED_KUBERNETES.oldest;
  const newest = wanted.kubeVersion === undefined ? SUPPORTED_KUBERNETES.newest : undefined;
  const { chart, helm, objects, findings } = await loadChart(
    files,
    { name, release, namespace, apiVersions, values, kubernetes: { version: kubeVersion, newest } },
    { environment: process.env, temporaryRoot: tmpdir() },
  );
  return {
    name,
    kind,
    digest: sourceDigest(files),
    version: versionOf(chart.appVersion) ?? versionOf(chart.version),
    origin: source.origin,
    chart: {
      name: chart.name,
      version: chart.version,
      helm,
      release,
      namespace,
      kubeVersion,
      apiVersions,
      values: sha256(canonicalJsonText(values.map(({ text }) => text))),
    },
    objects: objects.map(withoutLiveFields),
    dropped: [],
    relatedImages: [],
    findings,
  };
}

async function readValues(
  component: Component,
  names: readonly string[],
): Promise<ChartInput['values'][number][]> {
  const read: ChartInput['values'][number][] = [];
  for (const name of names) {
    const file = path.join(path.dirname(component.file), name);
    const text = await stat(file)
      .then(({ size }) => {
        if (size <= LIMITS.fileBytes) return readFile(file, 'utf8');
        throw new Error(`is larger than ${mebibytes(LIMITS.fileBytes)}`);
      })
      .catch((error: NodeJS.ErrnoException) => {
        const message =
          error.code === 'ENOENT' ? 'no such file, but component.yaml names it' : error.message;
        const hint = "write the values, or remove the file from the source's valuesFiles";
        throw inputError({ code: 'values-missing', message, hint, at: { file } }, { cause: error });
      });
    read.push({ name: file, text });
  }
  return read;
}

function versionOf(text: string | undefined): string | undefined {
  return text !== undefined && /^v?\d[\w.+-]{0,63}$/.test(text) ? text : undefined;
}
