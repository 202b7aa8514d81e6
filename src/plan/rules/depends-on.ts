import type { Problem } from '../../errors.ts';
import { DEPENDS_ON, parseDependsOn } from '../../manifest/depends-on.ts';
import { displayObject } from '../../manifest/display.ts';
import { objectKey } from '../../manifest/object.ts';
import type { Edge, PlanNode } from '../plan.ts';
import type { NodeSet, Rule } from './rule.ts';
import { placeOf } from '../place-of.ts';

/**
 * What the author of a manifest asks for, in the notation of cli-utils: a comma-separated list of
 * `group/kind/name` or `group/namespaces/namespace/kind/name`, with an empty group for the core's.
 */
export const dependsOnRule: Rule = (node, { byKey }) => {
  const edges: Edge[] = [];
  const problems: Problem[] = [];
  for (const { reference, id } of referencesOf(node)) {
    const target = id === undefined ? undefined : byKey.get(objectKey(id));
    if (target !== undefined) {
      const gate = target.id.kind === 'CustomResourceDefinition' ? 'established' : 'written';
      edges.push({ from: target.key, gate, reason: 'it depends on it by annotation' });
      continue;
    }
    problems.push({
      code: 'plan-dependency-missing',
      message:
        id === undefined
          ? `${JSON.stringify(reference)} is no reference to an object`
          : `depends on ${displayObject(id)}, which is in none of the trees`,
      hint: 'write group/kind/name or group/namespaces/namespace/kind/name of an object in the trees',
      at: {
        ...placeOf(node),
        field: `metadata.annotations['${DEPENDS_ON}']`,
      },
    });
  }
  return { edges, problems };
};

/** Whether the author of a manifest lets it wait for another one, be it by way of others. */
export function dependsOn(node: PlanNode, other: PlanNode, byKey: NodeSet['byKey']): boolean {
  const seen = new Set([node]);
  for (const each of seen) {
    for (const { id } of referencesOf(each)) {
      const target = id === undefined ? undefined : byKey.get(objectKey(id));
      if (target !== undefined) seen.add(target);
    }
  }
  return node !== other && seen.has(other);
}

function referencesOf({ manifest: { outline } }: PlanNode): ReturnType<typeof parseDependsOn> {
  const value = outline.metadata.annotations?.[DEPENDS_ON];
  return value === undefined ? [] : parseDependsOn(value);
}
