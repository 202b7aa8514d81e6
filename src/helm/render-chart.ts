import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { inputError } from '../errors.ts';
import type { KubernetesObject } from '../manifest/object.ts';
import { readManifests } from '../manifest/read-manifests.ts';
import type { Environment } from '../registry/skopeo.ts';
import { withPrivateDirectory } from '../source/private-directory.ts';
import type { SourceFiles } from '../source/source-files.ts';
import { remoteSchemas } from './chart-surroundings.ts';
import { runHelm } from './run-helm.ts';
import type { HelmOptions } from './run-helm.ts';

/** What a chart is rendered with. */
export type ChartInput = {
  release: string;
  namespace: string;
  /** Groups, versions and kinds that a cluster has beside Kubernetes' own: `route.openshift.io/v1`. */
  apiVersions: readonly string[];
  /** Texts of values, YAML or JSON, and what errors call them; a later one goes before. */
  values: readonly { name: string; text: string }[];
};

/** What rendering takes from its surroundings. */
export type RenderOptions = {
  environment: Environment;
  /** Where a directory for the chart is made, which is removed afterwards. */
  temporaryRoot: string;
};

/** Renders one chart, again and again. */
export type ChartRenderer = {
  /** The version of helm, as it says it. */
  version: string;
  /** @throws {UserError} `chart-failed` with helm's words, and what is wrong with what it rendered */
  render(kubeVersion: string): Promise<KubernetesObject[]>;
};

/**
 * Lends what renders a chart as `helm template` does, CRDs included, tests left out. Helm gets the chart in a
 * private directory and its values as files, and neither network nor cluster.
 * @param chart its files, as they were read and hashed
 * @throws {UserError} `helm-missing`, and what `use` throws
 */
export async function withChartRenderer<T>(
  chart: SourceFiles,
  { release, namespace, apiVersions, values }: ChartInput,
  { environment, temporaryRoot }: RenderOptions,
  use: (renderer: ChartRenderer) => Promise<T>,
): Promise<T> {
  const prefix = path.join(temporaryRoot, 'microshift-optional-chart-');
  return withPrivateDirectory(prefix, async (directory, signal) => {
    const home = path.join(directory, 'home');
    const root = path.join(directory, 'chart');
    await mkdir(home);
    for (const file of chart.files) {
      const target = path.join(root, file.path);
      await mkdir(path.dirname(target), { recursive: true });
      await writeFile(target, file.bytes);
    }
    const valueFiles = values.map((_, index) => path.join(directory, `values-${index}.yaml`));
    for (const [index, { text }] of values.entries())
      await writeFile(valueFiles[index] ?? '', text);
    const options: HelmOptions = { environment, home, signal };
    return use({
      version: await helmVersion(options),
      render: async (kubeVersion) => {
        const args = [
          'template',
          release,
          root,
          '--include-crds',
          '--skip-tests',
          `--namespace=${namespace}`,
          `--kube-version=${kubeVersion}`,
          ...apiVersions.map((each) => `--api-versions=${each}`),
          ...(remoteSchemas(chart).length === 0 ? [] : ['--skip-schema-validation']),
          ...valueFiles.map((file) => `--values=${file}`),
        ];
        const result = await runHelm(args, options);
        if ('failure' in result) {
          // Its words name the private directory, which nobody needs to see, and the copies of the values in it.
          const words = values.reduce(
            (text, { name }, index) =>
              text.replaceAll(path.basename(valueFiles[index] ?? ''), name),
            result.failure.replaceAll(`${directory}/`, ''),
          );
          throw failed(chart.ref, words);
        }
        return readManifests(result.stdout, `${chart.ref}, rendered`).map(({ object }) => object);
      },
    });
  });
}

async function helmVersion(options: HelmOptions): Promise<string> {
  const result = await runHelm(['version', '--template', '{{.Version}}'], options);
  const version = 'stdout' in result ? result.stdout.trim() : '';
  if (/^v\d[\w.+-]{0,63}$/.test(version)) return version;
  throw inputError({
    code: 'helm-unknown',
    message: `what is called helm does not say its version: ${JSON.stringify(('failure' in result ? result.failure : version).slice(0, 200))}`,
    hint: 'install Helm 3 or 4',
  });
}

const FAILURE_LENGTH = 2000;

function failed(ref: string, words: string): Error {
  const text = words.replace(/^Error: /, '');
  const isOld = text.includes('requires kubeVersion');
  return inputError({
    code: 'chart-failed',
    message: `helm cannot render it: ${text.slice(0, FAILURE_LENGTH)}`,
    hint: isOld
      ? "set the source's kubeVersion, and ship the component for the MicroShift that has it alone"
      : "correct the source's values, or ask who made the chart",
    at: { file: ref },
  });
}
