import { goPattern } from '../manifest/go-pattern.ts';
import { UnexpectedShape } from './field-spec.ts';
import type { Selector } from './kustomization-schema.ts';
import { matchesLabels } from './label-selector.ts';
import { currentId, originalId } from './resource.ts';
import type { Resource } from './resource.ts';

/**
 * The resources that the target of a patch means. Each of its texts is a regular expression that has to
 * match as a whole; name and namespace may also be those that a resource had at first.
 * @throws {UnexpectedShape} for expressions and selectors of rare kinds
 */
export function selectResources(resources: readonly Resource[], target: Selector): Resource[] {
  const tests = Object.fromEntries(
    (['group', 'version', 'kind', 'name', 'namespace'] as const).map((field) => [
      field,
      patternTest(target[field]),
    ]),
  ) as Record<'group' | 'version' | 'kind' | 'name' | 'namespace', (text: string) => boolean>;
  return resources.filter((resource) => {
    const ids = [originalId(resource), currentId(resource.object)] as const;
    const [, { group, version, kind }] = ids;
    const { labels, annotations } = resource.object.metadata;
    return (
      ids.some(({ namespace }) => tests.namespace(namespace)) &&
      ids.some(({ name }) => tests.name(name)) &&
      tests.group(group) &&
      tests.version(version) &&
      tests.kind(kind) &&
      matchesLabels(target.labelSelector, labels ?? {}) &&
      matchesLabels(target.annotationSelector, annotations ?? {})
    );
  });
}

function patternTest(pattern: string): (text: string) => boolean {
  if (pattern === '') return () => true;
  const expression = goPattern(`^(?:${pattern})$`);
  if (expression === undefined) throw new UnexpectedShape(pattern);
  return (text) => expression.test(text);
}
