import { EXIT, throwIfAny } from '../errors.ts';
import type { Problem } from '../errors.ts';
import { crdInfo, definedKinds, kindInfo } from '../manifest/crd.ts';
import type { CrdInfo } from '../manifest/crd.ts';
import { groupKindKey, objectId, objectKey } from '../manifest/object.ts';
import type { TreeObject } from '../manifest/manifest.ts';
import type { ObjectId } from '../manifest/object.ts';
import { chooseForm } from './choose-form.ts';
import type { Choice, Form } from './choose-form.ts';
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

export type PlanOptions = {
  /**
   * Whether what is wrong is no error, and of trees that contradict each other the first counts: to see or remove
   * what there is, it need not be right.
   */
  lenient?: boolean;
};

/**
 * Finds what each object of the trees depends on, across the trees. One that several trees have is one node: see
 * {@link chooseForm}.
 * @throws {UserError} `plan-conflict` for an object of two trees with different content, `channel-conflict` (exit
 * status 6), `plan-cycle`, `plan-version-unserved`, `plan-dependency-missing`
 */
export function buildPlan(
  trees: readonly PlannedTree[],
  { lenient = false }: PlanOptions = {},
): Plan {
  const { nodes, problems, unsafe } = collectNodes(trees);
  const found = [...problems, ...unsafe];
  const set: NodeSet = { byKey: nodes, crdByKind: crdNodes(nodes.values()) };
  for (const node of nodes.values()) {
    for (const rule of RULES) {
      const result = rule(node, set);
      found.push(...(result.problems ?? []));
      node.dependencies.push(...result.edges);
    }
  }
  if (!lenient) throwIfAny(found, unsafe.length > 0 ? EXIT.unsafe : EXIT.usage);
  return { nodes: sortNodes([...nodes.values()]) };
}

/** Each object once, with all trees that have it. */
function collectNodes(
  trees: readonly PlannedTree[],
): Pick<Choice, 'problems' | 'unsafe'> & { nodes: Map<string, PlanNode> } {
  const kinds = definedKinds(
    trees.flatMap(({ objects }) => objects.map(({ manifest }) => manifest.outline)),
  );
  const found = new Map<string, { id: ObjectId; forms: [Form, ...Form[]] }>();
  for (const { name: tree, objects } of trees) {
    for (const object of objects) {
      const id = inDefaultNamespace(objectId(object.manifest.outline), kinds);
      const key = objectKey(id);
      const known = found.get(key);
      if (known === undefined) found.set(key, { id, forms: [{ ...object, tree }] });
      else known.forms.push({ ...object, tree });
    }
  }
  const nodes = new Map<string, PlanNode>();
  const problems: Problem[] = [];
  const unsafe: Problem[] = [];
  for (const [key, { id, forms }] of found) {
    const choice = chooseForm(id, forms);
    problems.push(...choice.problems);
    unsafe.push(...choice.unsafe);
    const { manifest, tree, file, line } = choice.form;
    const ofTrees = new Map(forms.map((form) => [form.tree, form.manifest]));
    nodes.set(key, {
      key,
      id,
      manifest,
      tree,
      trees: [...ofTrees.keys()],
      forms: ofTrees,
      ...(choice.note === undefined ? {} : { note: choice.note }),
      file,
      line,
      kind: kindInfo(id, kinds),
      dependencies: [],
    });
  }
  return { nodes, problems, unsafe };
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
