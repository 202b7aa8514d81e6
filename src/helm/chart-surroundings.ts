import { finding } from '../findings.ts';
import type { Finding } from '../findings.ts';
import type { SourceFiles } from '../source/source-files.ts';

/* What the templates of a chart take from their surroundings, which are not those of a device. */

const TEMPLATE = /(?:^|\/)templates\/.*\.(?:ya?ml|tpl)$/;
/** An action that is no comment; bounded, so that long texts take linear time. */
const ACTION = /\{\{(?!-?\s*\/\*)[^}]{0,1000}/g;
const QUOTED = /"(?:[^"\\]|\\.)*"|`[^`]*`/g;
const LOOKUP = /(?<![.$\w])lookup\s/;
const CLOCK = /(?<![.$\w-])(?:now|ago)(?![\w-])/;

const SCHEMA = /(?:^|\/)values\.schema\.json$/;
/** The drafts of JSON Schema itself are in helm. */
const REMOTE_SCHEMA = /"\$ref"\s*:\s*"https?:\/\/(?!json-schema\.org\/)/;

const SHOWN = 5;

/** The first few of some names, and how many more there are. */
export function listed(names: readonly string[]): string {
  const more = names.length - SHOWN;
  return `${names.slice(0, SHOWN).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** Whether templates ask what time it is. */
export function readsClock(chart: SourceFiles): boolean {
  return templatesWith(chart, CLOCK).length > 0;
}

/** The schemas of values that name others at addresses, which helm would fetch. */
export function remoteSchemas({ files }: SourceFiles): string[] {
  return files
    .filter(({ path, bytes }) => SCHEMA.test(path) && REMOTE_SCHEMA.test(bytes.toString('latin1')))
    .map(({ path }) => path);
}

/**
 * Notes of templates that ask the cluster (there is none when a release is built, nor may it be the device's) or the
 * clock, and of schemas that lie elsewhere.
 * @param name the source's name in component.yaml
 */
export function surroundingsFindings(name: string, chart: SourceFiles): Finding[] {
  const note = (code: string, places: readonly string[], says: string, hint: string): Finding[] =>
    places.length === 0
      ? []
      : [finding('note', name, { code, message: `${says}: ${listed(places)}`, hint })];
  return [
    ...note(
      'chart-lookup',
      templatesWith(chart, LOOKUP),
      `templates of the source ${name} ask the cluster (lookup), which finds nothing at build time`,
      'check what they do then, and set values so that they need not ask',
    ),
    ...note(
      'chart-clock',
      templatesWith(chart, CLOCK),
      `templates of the source ${name} ask what time it is, so that another day may give another release`,
      'set values so that they need not ask, or patch what they make of it',
    ),
    ...note(
      'chart-schema',
      remoteSchemas(chart),
      `the values of the source ${name} are not checked, since a schema names another one at an address`,
      'check the values yourself',
    ),
  ];
}

function templatesWith({ files }: SourceFiles, pattern: RegExp): string[] {
  return files
    .filter(({ path, bytes }) => {
      if (!TEMPLATE.test(path)) return false;
      const actions = bytes.toString('latin1').match(ACTION) ?? [];
      return actions.some((action) => pattern.test(action.replaceAll(QUOTED, '""')));
    })
    .map(({ path }) => path);
}
