import * as z from 'zod';
import { inputError } from '../errors.ts';
import { checkShape } from '../manifest/check-shape.ts';
import { parseYaml } from '../manifest/yaml.ts';
import { shownPath, textOf } from '../source/source-files.ts';
import type { SourceFile, SourceFiles } from '../source/source-files.ts';

const CHART_FILE = 'Chart.yaml';

/** What matters of a Chart.yaml: https://helm.sh/docs/topics/charts/#the-chartyaml-file */
const chartSchema = z.object({
  name: z.string().regex(/^[a-zA-Z0-9][a-zA-Z0-9._-]{0,249}$/, "expected a chart's name"),
  version: z.coerce.string().min(1),
  appVersion: z.coerce.string().nullish(),
  type: z.string().nullish(),
  dependencies: z.array(z.object({ name: z.string() })).nullish(),
});

/** What a chart says of itself. */
export type Chart = {
  name: string;
  /** Of the chart itself. */
  version: string;
  /** Of what it installs. */
  appVersion: string | undefined;
};

/**
 * Reads the Chart.yaml of a chart, and makes sure that it can be rendered without fetching anything.
 * @param source as {@link chartFiles} gives it
 * @throws {UserError} `chart-missing`, `chart-invalid`, `chart-library`, `chart-dependencies-missing`
 */
export function readChart(source: SourceFiles): Chart {
  const chartFile = source.files.find(({ path }) => path === CHART_FILE);
  if (chartFile === undefined) {
    throw inputError({
      code: 'chart-missing',
      message: 'holds no Chart.yaml',
      hint: "give the chart's own directory, or its archive",
      at: { file: source.ref },
    });
  }
  const { name, version, appVersion, type, dependencies } = parse(source, chartFile);
  const file = shownPath(source, CHART_FILE);
  if (type === 'library') {
    throw inputError({
      code: 'chart-library',
      message: 'is a library chart, which has no objects of its own',
      hint: 'give the chart that uses it',
      at: { file },
    });
  }
  const held = new Set(source.files.flatMap((each) => heldCharts(source, each)));
  const missing = (dependencies ?? []).filter((each) => !held.has(each.name));
  if (missing.length > 0) {
    const names = missing.map((each) => JSON.stringify(each.name)).join(', ');
    throw inputError({
      code: 'chart-dependencies-missing',
      message: `names the dependencies ${names}, which its charts/ lacks`,
      hint: 'run helm dependency build on the chart, or give its archive, which holds them',
      at: { file, field: 'dependencies' },
    });
  }
  return { name, version, appVersion: appVersion ?? undefined };
}

function parse(source: SourceFiles, file: SourceFile): z.output<typeof chartSchema> {
  const shown = shownPath(source, file.path);
  const [document] = parseYaml(textOf(file, shown), shown);
  return checkShape(chartSchema, document?.value, {
    file: shown,
    lineOf: document?.lineOf ?? (() => 1),
    code: 'chart-invalid',
    hint: 'see https://helm.sh/docs/topics/charts/#the-chartyaml-file',
  });
}

/** The names of charts that a file below charts/ brings. */
function heldCharts(source: SourceFiles, file: SourceFile): string[] {
  const [top, folder = '', name, ...rest] = file.path.split('/');
  if (top !== 'charts') return [];
  // An archive says its name only inside; its file is called NAME-VERSION.tgz, as helm calls it.
  const archive = name === undefined ? /^(?<chart>.+?)-v?\d[^/]*\.tgz$/.exec(folder) : null;
  if (archive?.groups?.chart !== undefined) return [archive.groups.chart];
  return name === CHART_FILE && rest.length === 0 ? [parse(source, file).name] : [];
}
