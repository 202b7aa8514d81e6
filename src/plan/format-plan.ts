import { displayObject } from '../manifest/display.ts';
import type { Gate, Plan, PlanNode } from './plan.ts';
import type { TextFormat } from './plan-formats.ts';

const GATES: Record<Gate, string> = {
  written: 'is written',
  established: 'is Established',
};

/** A plan for people, programs, or a page that draws Mermaid's diagrams. */
export function formatPlan(plan: Plan, format: TextFormat): string {
  switch (format) {
    case 'text':
      return formatText(plan);
    case 'json':
      return formatJson(plan);
    case 'mermaid':
      return formatMermaid(plan);
  }
}

function formatText({ nodes }: Plan): string {
  const width = String(nodes.length).length;
  const byKey = index(nodes);
  return nodes
    .map((node, position) => {
      const reasons = node.dependencies.map(({ from, gate, reason }) => {
        const dependency = byKey.get(from);
        const name = dependency === undefined ? from : displayObject(dependency.id);
        return `${' '.repeat(width + 4)}after ${name} ${GATES[gate]}: ${reason}\n`;
      });
      const line = `${String(position + 1).padStart(width)}  ${displayObject(node.id)}\n`;
      return line + ownersLine(node, width) + reasons.join('');
    })
    .join('');
}

function ownersLine({ trees, note }: PlanNode, width: number): string {
  if (trees.length === 1) return '';
  return `${' '.repeat(width + 4)}of ${trees.join(', ')}${note === undefined ? '' : `: ${note}`}\n`;
}

/** Versioned: see docs/formats.md. */
function formatJson({ nodes }: Plan): string {
  const byKey = index(nodes);
  const value = {
    apiVersion: 'report.optional.microshift.io/v1alpha1',
    kind: 'Plan',
    objects: nodes.map(({ id, manifest, tree, trees, note, file, dependencies }) => ({
      apiVersion: manifest.outline.apiVersion,
      kind: id.kind,
      namespace: id.namespace === '' ? undefined : id.namespace,
      name: id.name,
      tree,
      trees: trees.length > 1 ? trees : undefined,
      note,
      file,
      after: dependencies.map(({ from, gate, reason }) => {
        const dependency = byKey.get(from);
        return {
          object: dependency === undefined ? from : displayObject(dependency.id),
          gate,
          reason,
        };
      }),
    })),
  };
  return `${JSON.stringify(value, null, 2)}\n`;
}

function formatMermaid({ nodes }: Plan): string {
  const position = new Map(nodes.map(({ key }, number) => [key, number]));
  const lines = nodes.flatMap((node, number) => [
    `  n${number}["${displayObject(node.id).replaceAll('"', "'")}"]`,
    ...node.dependencies.map(
      ({ from, gate }) => `  n${position.get(from) ?? from} -- ${gate} --> n${number}`,
    ),
  ]);
  return ['flowchart LR', ...lines, ''].join('\n');
}

function index(nodes: readonly PlanNode[]): Map<string, PlanNode> {
  return new Map(nodes.map((node) => [node.key, node]));
}
