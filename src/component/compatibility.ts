import { finding } from '../findings.ts';
import type { Finding } from '../findings.ts';
import type { OperandVersion } from '../images/operand-versions.ts';
import { isWithin } from '../manifest/version-range.ts';
import type { Compatibility } from './component-schema.ts';

/** The versions in a release, by the names that component.yaml gives to sources and operands. */
export type KnownVersions = {
  sources: ReadonlyMap<string, string>;
  operands: ReadonlyMap<string, string>;
};

/** The versions that are known of what a release puts together. */
export function knownVersions(
  sources: readonly { name: string; version: string | undefined }[],
  operands: readonly OperandVersion[],
): KnownVersions {
  return {
    sources: new Map(sources.flatMap(({ name, version }) => (version ? [[name, version]] : []))),
    operands: new Map(
      operands.flatMap(({ operand, version }) => (version === '' ? [] : [[operand.name, version]])),
    ),
  };
}

/**
 * What component.yaml knows of the versions that a release puts together. A pair that was seen to fail is
 * a refusal with the evidence; a pair of which nothing is known is a note.
 */
export function checkCompatibility(
  rules: readonly Compatibility[],
  versions: KnownVersions,
): Finding[] {
  const pairs = Map.groupBy(rules, ({ between }) => between.map(keyOf).toSorted().join('+'));
  return [...pairs.values()].flatMap((ofPair): Finding[] => {
    const between = ofPair[0]?.between ?? [];
    const found = between.map((subject) => versionOf(subject, versions));
    if (found.includes(undefined)) return [];
    // With the versions, so that what was accepted once is looked at again for others.
    const id = between.map((subject, index) => `${nameOf(subject)}-${found[index]}`).join('+');
    const [first, second] = between.map((subject, index) => `${nameOf(subject)} ${found[index]}`);
    const matching = ofPair.filter((rule) =>
      rule.between.every((subject) => isWithin(versionOf(subject, versions), subject.versions)),
    );
    const failing = matching.filter(({ works }) => !works);
    if (failing.length > 0) {
      return failing.map(({ because, evidence }) =>
        finding('refusal', id, {
          code: 'versions-incompatible',
          message: `${first} does not work with ${second}: ${because} (${evidence})`,
          hint: 'use other versions of the sources',
        }),
      );
    }
    if (matching.length > 0) return [];
    return [
      finding('note', id, {
        code: 'versions-untested',
        message: `nothing is known of ${first} together with ${second}`,
        hint: 'try them, and add what you find to spec.compatibility in component.yaml',
      }),
    ];
  });
}

export type Subject = Compatibility['between'][number];

function keyOf({ source, operand }: Subject): string {
  return source === undefined ? `operand ${operand}` : `source ${source}`;
}

/** The name of a source or an operand. */
export function nameOf({ source, operand }: Subject): string {
  return source ?? operand ?? '';
}

/** The version of a source or an operand in a release; undefined where it is not known. */
export function versionOf(
  { source, operand }: Subject,
  versions: KnownVersions,
): string | undefined {
  return source === undefined ? versions.operands.get(operand ?? '') : versions.sources.get(source);
}
