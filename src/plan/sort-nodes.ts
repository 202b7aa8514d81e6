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

  // Without recursion: a long chain must not exhaust the stack.
  const visit = (start: PlanNode): void => {
    if (state.get(start.key) === 'sorted') return;
    state.set(start.key, 'visiting');
    const path = [{ node: start, next: 0 }];
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const { node } = top;
      const edge = node.dependencies[top.next];
      top.next += 1;
      if (edge === undefined) {
        state.set(node.key, 'sorted');
        sorted.push(node);
        path.pop();
        continue;
      }
      const dependency = byKey.get(edge.from);
      if (dependency === undefined || state.get(dependency.key) === 'sorted') continue;
      if (state.get(dependency.key) === 'visiting') {
        const visited = path.map((step) => step.node);
        throw cycle([...visited.slice(visited.indexOf(dependency)), dependency]);
      }
      state.set(dependency.key, 'visiting');
      path.push({ node: dependency, next: 0 });
    }
  };

  for (const node of nodes.toSorted((a, b) => rank(a) - rank(b))) visit(node);
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
