import { setTimeout } from 'node:timers/promises';
import { canonicalJsonText } from '../manifest/json.ts';
import { displayObject } from '../manifest/display.ts';
import { objectId, objectKey } from '../manifest/object.ts';
import type { KubernetesObject } from '../manifest/object.ts';
import { UserError, inputError } from '../errors.ts';
import { finding } from '../findings.ts';
import type { Finding } from '../findings.ts';
import type { SourceFiles } from '../source/source-files.ts';
import { listed, readsClock, surroundingsFindings } from './chart-surroundings.ts';
import { readChart } from './read-chart.ts';
import type { Chart } from './read-chart.ts';
import { withChartRenderer } from './render-chart.ts';
import type { ChartInput, RenderOptions } from './render-chart.ts';

/** A chart that was rendered; its hooks are still hooks. */
export type LoadedChart = {
  chart: Chart;
  /** The version of the helm that rendered it. */
  helm: string;
  objects: KubernetesObject[];
  findings: Finding[];
};

/** A chart to load. */
export type ChartRequest = ChartInput & {
  /** The source's name in component.yaml, for findings. */
  name: string;
  /** What it is rendered for; and the newest there is to compare with, if it is to be compared. */
  kubernetes: { version: string; newest: string | undefined };
};

/**
 * Renders a chart. Every rendering has to give the same: else each rebase would make another release.
 * @param files as {@link chartFiles} gives them
 * @throws {UserError} `chart-empty`, `chart-random`, and what reading and rendering throws
 */
export async function loadChart(
  files: SourceFiles,
  { name, kubernetes, ...input }: ChartRequest,
  options: RenderOptions,
): Promise<LoadedChart> {
  const chart = readChart(files);
  return withChartRenderer(files, input, options, async ({ version, render }) => {
    const objects = await render(kubernetes.version);
    if (objects.length === 0) throw empty(files.ref);
    // What names the time by the second is then something else, every time.
    if (readsClock(files)) await untilNextSecond();
    const other = different(objects, await render(kubernetes.version));
    if (other.length > 0) throw random(files.ref, other);
    const { newest } = kubernetes;
    const compared = newest === undefined ? [] : await forNewest(name, newest, objects, render);
    return {
      chart,
      helm: version,
      objects,
      findings: [...surroundingsFindings(name, files), ...compared],
    };
  });
}

/** The names of the objects that only one of two renderings has, or that differ. */
function different(one: readonly KubernetesObject[], two: readonly KubernetesObject[]): string[] {
  const [first, second] = [one, two].map(
    (objects) =>
      new Map(objects.map((each) => [objectKey(objectId(each)), canonicalJsonText(each)])),
  ) as [Map<string, string>, Map<string, string>];
  return [...one, ...two]
    .map(objectId)
    .filter((id) => first.get(objectKey(id)) !== second.get(objectKey(id)))
    .map(displayObject)
    .filter((text, index, all) => all.indexOf(text) === index);
}

async function untilNextSecond(): Promise<void> {
  await setTimeout(1001 - (Date.now() % 1000));
}

function empty(ref: string): Error {
  return inputError({
    code: 'chart-empty',
    message: 'renders no object',
    hint: 'set the values that turn on what the component is to have',
    at: { file: ref },
  });
}

function random(ref: string, objects: readonly string[]): Error {
  return inputError({
    code: 'chart-random',
    message: `renders something else each time: ${listed(objects)}`,
    hint: 'set the values that name what it else makes up (certificates, passwords, times): all devices would share it',
    at: { file: ref },
  });
}

/** What would be another one for the newest Kubernetes. */
async function forNewest(
  name: string,
  newest: string,
  objects: readonly KubernetesObject[],
  render: (kubeVersion: string) => Promise<KubernetesObject[]>,
): Promise<Finding[]> {
  const outcome = await render(newest).then(
    (others) => different(objects, others),
    (error: unknown) => {
      if (error instanceof UserError) return error;
      throw error;
    },
  );
  if (!(outcome instanceof UserError) && outcome.length === 0) return [];
  return [
    finding('note', name, {
      code: 'chart-for-kubernetes',
      message:
        outcome instanceof UserError
          ? `the source ${name} cannot be rendered for Kubernetes ${newest}: ${outcome.problems[0]?.message}`
          : `for Kubernetes ${newest} the source ${name} would render these differently: ${listed(outcome)}`,
      hint: 'check that it serves every Kubernetes that the component is shipped for; kubeVersion in component.yaml chooses another one',
    }),
  ];
}
