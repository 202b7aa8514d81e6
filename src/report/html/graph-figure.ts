import { counted } from '../../counted.ts';
import type { Gate } from '../../plan/plan.ts';
import { fitText } from './fit-text.ts';
import { drawableGraph } from './graph.ts';
import type { Graph, GraphGroup } from './graph.ts';
import { element } from './html.ts';
import type { Content, Html } from './html.ts';
import type { ShownObject } from './shown-object.ts';
import { clip, kindName } from './words.ts';

// Pixels.
const BOX = { width: 208, height: 46, gap: 10, padding: 10 };
const COLUMN_GAP = 64;
const HEAD = 24;
const EDGE_ROOM = 1;
// As style.ts has them.
const KIND_FONT = { size: 12, bold: false };
const NAME_FONT = { size: 12.5, bold: true };

/**
 * A picture of what waits for what: a column a layer, a box for the objects of a kind. It scrolls by itself where it
 * is wider than the page. All that it shows is also in the lists of the page.
 * @param failed the keys of objects to be marked
 */
export function graphFigure(
  objects: readonly ShownObject[],
  failed: ReadonlySet<string> = new Set(),
): Html {
  const graph = drawableGraph(objects);
  const places = placesOf(graph);
  const width = graph.layers * (BOX.width + COLUMN_GAP) - COLUMN_GAP + 2 * EDGE_ROOM;
  const height = places.reduce((most, { y }) => Math.max(most, y + BOX.height), 0) + EDGE_ROOM;
  const title =
    `Graph of ${counted(objects.length, 'object')} in ${counted(graph.layers, 'layer')}, from left to right. ` +
    'The lists of this page say the same in words.';
  return element(
    'figure',
    { class: 'graph' },
    element(
      'div',
      { class: 'scroller', role: 'region', tabindex: '0', 'aria-label': 'Picture of the graph' },
      element(
        'svg',
        { width, height, viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': title },
        layerHeads(graph.layers),
        edgePath(graph, places, 'written'),
        edgePath(graph, places, 'established'),
        graph.groups.map((group, index) => box(group, places[index], failed)),
      ),
    ),
    element(
      'figcaption',
      {},
      'Each box comes after those that its lines come from: once they are written ',
      key('edge written'),
      ', or, where they are CRDs, once they are Established ',
      key('edge established'),
      '.',
    ),
  );
}

type Position = { x: number; y: number };

/** Where each group is; columns are centred, so that lines are short. */
function placesOf({ groups }: Graph): Position[] {
  const columns = Map.groupBy(groups, ({ layer }) => layer);
  const tallest = Math.max(0, ...[...columns.values()].map(({ length }) => length));
  return groups.map((group) => {
    const column = columns.get(group.layer) ?? [];
    const offset = ((tallest - column.length) * (BOX.height + BOX.gap)) / 2;
    return {
      x: EDGE_ROOM + group.layer * (BOX.width + COLUMN_GAP),
      y: HEAD + offset + column.indexOf(group) * (BOX.height + BOX.gap),
    };
  });
}

function layerHeads(layers: number): Html[] {
  return Array.from({ length: layers }, (_, layer) =>
    element(
      'text',
      { class: 'head', x: EDGE_ROOM + layer * (BOX.width + COLUMN_GAP), y: 14 },
      `Layer ${layer + 1}`,
    ),
  );
}

function box(
  { objects }: GraphGroup,
  place: Position | undefined,
  failed: ReadonlySet<string>,
): Content {
  const [first] = objects;
  if (first === undefined || place === undefined) return undefined;
  const { x, y } = place;
  const bad = objects.filter(({ key: each }) => failed.has(each)).length;
  const kinds = new Set(objects.map(({ id }) => kindName(id)));
  const title = kinds.size === 1 ? kindName(first.id) : `${kinds.size} more kinds`;
  // The namespace, which most of them share, would leave no room for the name.
  const what = objects.length === 1 ? clip(first.id.name) : `${objects.length} objects`;
  const detail = bad === 0 ? what : `${objects.length === 1 ? '' : `${bad} of `}${what}: not done`;
  const left = x + BOX.padding;
  const room = BOX.width - 2 * BOX.padding;
  return element(
    'g',
    { class: bad === 0 ? 'box' : 'box bad' },
    element('rect', { x, y, width: BOX.width, height: BOX.height, rx: 6 }),
    element('text', { class: 'kind', x: left, y: y + 18 }, fitText(title, room, KIND_FONT)),
    element('text', { class: 'name', x: left, y: y + 35 }, fitText(detail, room, NAME_FONT)),
  );
}

function edgePath({ edges }: Graph, places: readonly Position[], gate: Gate): Content {
  const curves = edges.flatMap((edge) => {
    const [from, to] = [places[edge.from], places[edge.to]];
    return edge.gate === gate && from !== undefined && to !== undefined ? curve(from, to) : [];
  });
  return curves.length === 0
    ? undefined
    : element('path', { class: `edge ${gate}`, d: curves.join('') });
}

function curve(from: Position, to: Position): string {
  const half = BOX.height / 2;
  const [x1, y1, x2, y2] = [from.x + BOX.width, from.y + half, to.x, to.y + half];
  const bend = COLUMN_GAP / 2;
  return `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
}

function key(className: string): Html {
  return element(
    'svg',
    { class: 'key', width: 28, height: 10, viewBox: '0 0 28 10', 'aria-hidden': 'true' },
    element('path', { class: className, d: 'M0 5H28' }),
  );
}
