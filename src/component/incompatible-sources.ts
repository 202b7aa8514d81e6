import { bundleMarks } from '../manifest/bundle-mark.ts';
import type { KubernetesObject } from '../manifest/object.ts';
import { isWithin } from '../manifest/version-range.ts';
import type { Incompatibility } from '../tree/tree-description.ts';
import { nameOf, versionOf } from './compatibility.ts';
import type { KnownVersions, Subject } from './compatibility.ts';
import type { Compatibility } from './component-schema.ts';

/**
 * What component.yaml knows of versions of its sources that the release does not have, and would not work with:
 * another component may bring them to the device. A source counts whose objects say of which version they are
 * (see {@link bundleMarks}), since nothing else tells a device. Of a pair that the release has itself, a reviewer
 * has decided.
 */
export function incompatibleSources(
  rules: readonly Compatibility[],
  versions: KnownVersions,
  sources: readonly { name: string; objects: readonly KubernetesObject[] }[],
): Incompatibility[] {
  const failing = rules.filter(({ works }) => !works);
  return failing.flatMap(({ between: [a, b], because, evidence }) =>
    [
      [a, b],
      [b, a],
    ].flatMap(([own, other]): Incompatibility[] => {
      if (own === undefined || other?.source === undefined) return [];
      const version = versionOf(own, versions);
      if (version === undefined || !matches(own, versions) || matches(other, versions)) return [];
      const { source, versions: range } = other;
      const objects = sources.find(({ name }) => name === source)?.objects ?? [];
      return [...domainsOf(objects)].map((domain) => {
        const what = nameOf(own);
        return { what, version, source, domain, versions: range, because, evidence };
      });
    }),
  );
}

function matches(subject: Subject, versions: KnownVersions): boolean {
  return isWithin(versionOf(subject, versions), subject.versions);
}

function domainsOf(objects: readonly KubernetesObject[]): Set<string> {
  const marked = objects.flatMap((object) => [...bundleMarks(object)]);
  return new Set(
    marked.filter(([, { version }]) => version !== undefined).map(([domain]) => domain),
  );
}
