import { throwIfAny } from '../errors.ts';
import type { Problem } from '../errors.ts';
import { crdInfo, definedKinds, kindInfo } from '../manifest/crd.ts';
import type { CrdInfo } from '../manifest/crd.ts';
import { displayObject } from '../manifest/display.ts';
import { groupKindKey, objectId, objectKey } from '../manifest/object.ts';
import type { TreeObject } from '../manifest/manifest.ts';
import type { ObjectId } from '../manifest/object.ts';
import type { Plan, PlanNode } from './plan.ts';
import { aggregatedKindRule } from './rules/aggregated-kind.ts';
import { calledServiceRule } from './rules/called-service.ts';
import { customResourceRule } from './rules/custom-resource.ts';
import { dependsOnRule } from './rules/depends-on.ts';
import { namespaceRule } from './rules/namespace.ts';
import type { NodeSet, Rule } from './rules/rule.ts';

import { sortNodes } from './sort-nodes.ts';

/** A tree as far as a plan goes. */
export type PlannedTree = { name: string; objects: readonly TreeObject[] };

const RULES: readonly Rule[] = [
  namespaceRule,
  customResourceRule,
  calledServiceRule,
  aggregatedKindRule,
  dependsOnRule,
];

/**
 * Finds what each object of the trees depends on, across the trees.
 * @throws {UserError} `plan-conflict` for an object of two trees with different content,
 * `plan-cycle`, `plan-version-unserved`, `plan-dependency-missing`
 */
export function buildPlan(trees: readonly PlannedTree[]): Plan {
  const problems: Problem[] = [];
  const nodes = collectNodes(trees, problems);
  const set: NodeSet = { byKey: nodes, crdByKind: crdNodes(nodes.values()) };
  for (const node of nodes.values()) {
    for (const rule of RULES) {
      const found = rule(node, set);
      problems.push(...(found.problems ?? []));
      node.dependencies.push(...found.edges);
    }
  }
  throwIfAny(problems);
  return { nodes: sortNodes([...nodes.values()]) };
}

/** Each object once: two trees may hold the same one as long as they agree on it. */
function collectNodes(trees: readonly PlannedTree[], problems: Problem[]): Map<string, PlanNode> {
  const kinds = definedKinds(
    trees.flatMap(({ objects }) => objects.map(({ manifest }) => manifest.outline)),
  );
  const nodes = new Map<string, PlanNode>();
  for (const { name: tree, objects } of trees) {
    for (const { manifest, file, line } of objects) {
      const id = inDefaultNamespace(objectId(manifest.outline), kinds);
      const key = objectKey(id);
      const other = nodes.get(key);
      if (other === undefined) {
        const kind = kindInfo(id, kinds);
        nodes.set(key, {
          key,
          id,
          manifest,
          tree,
          trees: [tree],
          file,
          line,
          kind,
          dependencies: [],
        });
        continue;
      }
      if (!other.trees.includes(tree)) other.trees.push(tree);
      if (other.manifest.digest !== manifest.digest) {
        problems.push({
          code: 'plan-conflict',
          message: `stands with different content in ${other.file}:${other.line}`,
          hint: 'remove one of the two',
          at: { file, line, object: displayObject(id) },
        });
      }
    }
  }
  return nodes;
}

/** Where kubectl puts a namespaced object that names no namespace. */
function inDefaultNamespace(id: ObjectId, kinds: ReadonlyMap<string, CrdInfo>): ObjectId {
  const needsNamespace = id.namespace === '' && kindInfo(id, kinds)?.namespaced === true;
  return needsNamespace ? { ...id, namespace: 'default' } : id;
}

function crdNodes(nodes: Iterable<PlanNode>): Map<string, PlanNode> {
  const crds = new Map<string, PlanNode>();
  for (const node of nodes) {
    const info = crdInfo(node.manifest.outline);
    if (info !== undefined) crds.set(groupKindKey(info), node);
  }
  return crds;
}
