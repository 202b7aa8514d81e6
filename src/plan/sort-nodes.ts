import { EXIT, UserError } from '../errors.ts';
import { displayObject } from '../manifest/display.ts';
import type { PlanNode } from './plan.ts';

/**
 * The nodes in an order that respects their dependencies; among those that may come next, first what
 * most others wait for: namespaces, then CRDs, then the rest in the order given.
 * @throws {UserError} `plan-cycle`, with the cycle
 */
export function sortNodes(nodes: readonly PlanNode[]): PlanNode[] {
  const byKey = new Map(nodes.map((node) => [node.key, node]));
  const sorted: PlanNode[] = [];
  const state = new Map<string, 'visiting' | 'sorted'>();

  const visit = (node: PlanNode, path: readonly PlanNode[]): void => {
    if (state.get(node.key) === 'sorted') return;
    if (state.get(node.key) === 'visiting') throw cycle([...path.slice(path.indexOf(node)), node]);
    state.set(node.key, 'visiting');
    for (const { from } of node.dependencies) {
      const dependency = byKey.get(from);
      if (dependency !== undefined) visit(dependency, [...path, node]);
    }
    state.set(node.key, 'sorted');
    sorted.push(node);
  };

  for (const node of nodes.toSorted((a, b) => rank(a) - rank(b))) visit(node, []);
  return sorted;
}

function rank({ id }: PlanNode): number {
  return id.kind === 'Namespace' ? 0 : id.kind === 'CustomResourceDefinition' ? 1 : 2;
}

function cycle(path: readonly PlanNode[]): UserError {
  const [first] = path;
  return new UserError(EXIT.usage, [
    {
      code: 'plan-cycle',
      message: `objects wait for each other: ${path.map(({ id }) => displayObject(id)).join(' → ')}`,
      hint: 'remove one of the dependencies (annotation config.kubernetes.io/depends-on)',
      at: { file: first?.file ?? '', line: first?.line ?? 1 },
    },
  ]);
}
