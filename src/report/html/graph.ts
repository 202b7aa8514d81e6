import { groupKindKey } from '../../manifest/object.ts';
import type { Gate } from '../../plan/plan.ts';
import type { ShownObject } from './shown-object.ts';

/** Objects of one layer and kind, which a picture shows as one box. */
export type GraphGroup = { layer: number; objects: ShownObject[] };

/** That something of `to` waits for something of `from`: the places of groups in {@link Graph.groups}. */
export type GraphEdge = { from: number; to: number; gate: Gate; count: number };

export type Graph = {
  /** How many layers the picture has; deeper ones are in its last one. */
  layers: number;
  groups: GraphGroup[];
  edges: GraphEdge[];
};

/**
 * The layer of each object, from 0: that of what waits for nothing. Any other is one after the last layer that it
 * waits for.
 * @param objects in the order of a plan: each after those that it depends on
 */
export function layersOf(objects: readonly ShownObject[]): Map<string, number> {
  const layers = new Map<string, number>();
  for (const { key, after } of objects) {
    const before = after.flatMap(({ from }) => layers.get(from) ?? []);
    layers.set(
      key,
      before.reduce((latest, layer) => Math.max(latest, layer + 1), 0),
    );
  }
  return layers;
}

// A picture of more than these is none; the lists beside it have everything.
const MOST_LAYERS = 12;
const MOST_GROUPS = 10;

/** A graph small enough to be drawn, whatever the number of objects: by layer and kind. */
export function drawableGraph(objects: readonly ShownObject[]): Graph {
  const layers = layersOf(objects);
  const layerOf = ({ key }: ShownObject): number => Math.min(layers.get(key) ?? 0, MOST_LAYERS - 1);
  const groups = [...Map.groupBy(objects, layerOf)]
    .toSorted(([a], [b]) => a - b)
    .flatMap(([layer, ofLayer]) => groupByKind(ofLayer).map((each) => ({ layer, objects: each })));
  const placeOf = new Map(
    groups.flatMap((group, place) => group.objects.map(({ key }) => [key, place] as const)),
  );
  const edges = withoutImplied(edgesOf(objects, groups, placeOf));
  return { layers: (groups.at(-1)?.layer ?? -1) + 1, groups, edges };
}

function groupByKind(objects: readonly ShownObject[]): ShownObject[][] {
  const kinds = [...Map.groupBy(objects, ({ id }) => groupKindKey(id)).values()];
  if (kinds.length <= MOST_GROUPS) return kinds;
  return [...kinds.slice(0, MOST_GROUPS - 1), kinds.slice(MOST_GROUPS - 1).flat()];
}

function edgesOf(
  objects: readonly ShownObject[],
  groups: readonly GraphGroup[],
  placeOf: ReadonlyMap<string, number>,
): GraphEdge[] {
  const edges = new Map<string, GraphEdge>();
  for (const { key, after } of objects) {
    for (const { from: dependency, gate } of after) {
      const [from, to] = [placeOf.get(dependency), placeOf.get(key)];
      if (from === undefined || to === undefined) continue;
      // The last layer stands for deeper ones too, whose objects wait for each other.
      if (groups[from]?.layer === groups[to]?.layer) continue;
      const edge = edges.get(`${from} ${to} ${gate}`) ?? { from, to, gate, count: 0 };
      edge.count += 1;
      edges.set(`${from} ${to} ${gate}`, edge);
    }
  }
  return [...edges.values()];
}

/** Leaves out each edge between two groups that a longer way joins too: it would cross the boxes between them. */
function withoutImplied(edges: readonly GraphEdge[]): GraphEdge[] {
  const next = Map.groupBy(edges, ({ from }) => from);
  const reached = new Map<number, Set<number>>();
  const reach = (start: number): Set<number> => {
    const known = reached.get(start);
    if (known !== undefined) return known;
    const found = new Set<number>();
    for (const { to } of next.get(start) ?? []) {
      found.add(to);
      for (const further of reach(to)) found.add(further);
    }
    reached.set(start, found);
    return found;
  };
  return edges.filter(
    ({ from, to }) =>
      !(next.get(from) ?? []).some((other) => other.to !== to && reach(other.to).has(to)),
  );
}
