import { formatYaml } from '../manifest/yaml.ts';
import { printable } from '../terminal.ts';
import { packageName } from './draft.ts';
import type { Draft } from './draft.ts';
import type { Suggestion } from './suggestion.ts';

const LONGEST_REASON = 500;
const WIDTH = 110;

/**
 * The text of a component.yaml. What is only suggested stands behind a `#` in the first column: where that is deleted,
 * it is part of the file.
 */
export function formatComponent(draft: Draft, suggestions: readonly Suggestion[]): string {
  const { name, directory, namespace, source, manifests } = draft;
  const value = {
    apiVersion: 'optional.microshift.io/v1alpha1',
    kind: 'Component',
    metadata: { name },
    spec: {
      package: packageName(name),
      directory,
      ...(namespace === undefined ? {} : { namespace }),
      summary: `${name} for MicroShift`,
      ...(manifests.length === 0 ? {} : { manifests }),
      sources: [{ name, ...source }],
    },
  };
  const shown = suggestions.map(plainly);
  const of = <Section extends Suggestion['section']>(section: Section) =>
    shown.filter(
      (each): each is Extract<Suggestion, { section: Section }> => each.section === section,
    );
  const list = (key: string, items: readonly { because: string; items: readonly object[] }[]) =>
    items.length === 0
      ? []
      : [`#  ${key}:`, ...items.flatMap((each) => suggested(each.because, each.items))];
  const images = of('images');
  const lines = [
    ...comment('', HEADER),
    ...(isLocal(source.ref) ? comment('', LOCAL) : []),
    ...yamlLines(value),
    ...of('sources').flatMap((each) => suggested(each.because, [each.source])),
    ...list(
      'remove',
      of('remove').map((each) => ({ ...each, items: each.removals })),
    ),
    ...list(
      'patches',
      of('patches').map((each) => ({ ...each, items: [each.patch] })),
    ),
    ...(images.length === 0 ? [] : ['#  images:']),
    ...images.flatMap((each) => suggested(each.because, each.images)),
    ...of('note').flatMap(({ because }) => comment('  ', because)),
  ];
  return `${lines.join('\n')}\n`;
}

const HEADER =
  'Fields: docs/components.md. Below spec, lines with a # in the first column are suggestions, from what the source ' +
  'holds: delete the # of those that are right, and the other lines.';
const LOCAL =
  'The ref is a path; a relative one counts from the directory of this file. Give the public address of the source before others use it.';

/** What cannot be shown as it is, nobody can judge either. */
function plainly(suggestion: Suggestion): Suggestion {
  const { because, ...value } = suggestion;
  const text = formatYaml(value);
  if (printable(text) === text || suggestion.section === 'note') return suggestion;
  return {
    section: 'note',
    because: `${because} Its names hold characters that turn text around.`,
  };
}

function isLocal(ref: string): boolean {
  return !/^(?:https:|docker:|oci:\/\/)/i.test(ref);
}

/** A reason, and the YAML that it is about, which is not active. */
function suggested(because: string, value: object): string[] {
  return [...comment('    ', because), ...yamlLines(value).map((line) => `#    ${line}`)];
}

/** The end of the last line may be part of a text, but for the line end itself. */
function yamlLines(value: object): string[] {
  return formatYaml(value).replace(/\n$/, '').split('\n');
}

/** Upstream's names may hold anything: none ends a comment, nor does any come near a terminal. */
function comment(indent: string, text: string): string[] {
  const plain = printable(text.replaceAll(/[\s\u0085\u2028\u2029]+/g, ' '));
  const short = plain.length > LONGEST_REASON ? `${plain.slice(0, LONGEST_REASON)}…` : plain;
  const lines: string[] = [];
  for (const word of short.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < WIDTH)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(`${indent}# ${word}`);
  }
  return lines;
}
