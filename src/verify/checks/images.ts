import type { Problem } from '../../errors.ts';
import { finding } from '../../findings.ts';
import type { Finding, Severity } from '../../findings.ts';
import { imageSites } from '../../images/image-sites.ts';
import { parseImageReference } from '../../manifest/image-reference.ts';
import { placeOf } from '../../manifest/place.ts';
import type { Check } from '../verified-release.ts';

/**
 * Every image is a reference that the lock knows, since its list is what an offline device gets; and it
 * names its content, not a tag that may be moved. One that stands in several places is told of once.
 * @param tagSeverity what a tag without a digest is
 */
export function imageCheck(tagSeverity: Severity): Check {
  return ({ objects, lock }) => {
    const sources = new Map(objects.map((source) => [source.object, source]));
    const locked = new Set(Object.values(lock.images).map(({ reference }) => reference));
    const byReference = Map.groupBy(imageSites([...sources.keys()]), ({ ref }) => ref);
    return [...byReference].flatMap(([ref, [site, ...others]]): Finding[] => {
      const source = site && sources.get(site.object);
      if (site === undefined || source === undefined) return [];
      const { key, path } = site;
      const parsed = parseImageReference(ref);
      const places = others.length === 0 ? '' : ` (in ${others.length + 1} places)`;
      const found = (severity: Severity, problem: Problem): Finding =>
        finding(severity, key, {
          ...problem,
          message: `${problem.message}${places}`,
          at: placeOf(source, path),
        });
      if (parsed === undefined) return [found('error', invalid(key, ref))];
      return [
        ...(locked.has(ref) ? [] : [found('error', notLocked(ref))]),
        ...(parsed.digest === undefined ? [found(tagSeverity, tagged(key, ref))] : []),
      ];
    });
  };
}

function invalid(key: string, ref: string): Problem {
  return {
    code: 'image-invalid',
    message: `${JSON.stringify(ref)} is no image reference`,
    hint: `name the image with --image ${key}=REFERENCE when you rebase`,
  };
}

function notLocked(ref: string): Problem {
  return {
    code: 'image-not-locked',
    message: `the lock does not know the image ${ref}, so nothing would embed it`,
    hint: 'run microshift-optional rebase again',
  };
}

function tagged(key: string, ref: string): Problem {
  return {
    code: 'image-tag',
    message: `the image ${ref} has a tag and no digest, so its content may change`,
    hint: `name it by digest when you rebase: --image ${key}=REPOSITORY@sha256:…`,
  };
}
