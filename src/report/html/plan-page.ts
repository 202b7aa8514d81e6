import { counted } from '../../counted.ts';
import type { Plan } from '../../plan/plan.ts';
import type { ProgramVersion } from '../../version.ts';
import { framePage } from './frame.ts';
import { graphFigure } from './graph-figure.ts';
import { layersOf } from './graph.ts';
import { element } from './html.ts';
import type { Content, Html } from './html.ts';
import { linkObjects } from './object-links.ts';
import type { ObjectLinks } from './object-links.ts';
import type { ShownObject } from './shown-object.ts';
import { clip, objectName } from './words.ts';

const MOST_OBJECTS = 600;

/** The page of a plan: its graph, and of each object the layer, and the reason of each edge. */
export function planPage({ nodes }: Plan, program: ProgramVersion): string {
  const objects = nodes.map(({ key, id, tree, dependencies }) => ({
    key,
    id,
    tree,
    after: dependencies,
  }));
  const layers = layersOf(objects);
  const shown = objects.slice(0, MOST_OBJECTS);
  const links = linkObjects(objects, shown);
  const edges = objects.reduce((sum, { after }) => sum + after.length, 0);
  const groups = [...Map.groupBy(shown, ({ key }) => layers.get(key) ?? 0)].toSorted(
    ([a], [b]) => a - b,
  );
  const trees = [...new Set(nodes.flatMap((node) => node.trees))];
  const more = objects.length - shown.length;
  return framePage({
    title: `plan: ${counted(objects.length, 'object')}`,
    lead: element(
      'div',
      { class: 'lead' },
      element(
        'p',
        {},
        `Of ${trees.length === 1 ? 'the tree' : 'the trees'} ${trees.map((name) => clip(name)).join(', ')}: ` +
          `${counted(new Set(layers.values()).size, 'layer')}, ${counted(edges, 'edge')}. ` +
          'Each object is written as soon as those before it allow it; a layer is no barrier.',
      ),
    ),
    sections: [
      ...(objects.length === 0
        ? []
        : [{ id: 'graph', title: 'Graph', content: graphFigure(objects) }]),
      {
        id: 'layers',
        title: 'Layers',
        content: [
          more > 0
            ? element(
                'p',
                {},
                `Here are the first ${shown.length} of ${objects.length} objects; plan --format text shows all.`,
              )
            : undefined,
          groups.map(([layer, ofLayer]) => layerOf(layer, ofLayer, links)),
        ],
      },
    ],
    program,
  });
}

function layerOf(layer: number, objects: readonly ShownObject[], links: ObjectLinks): Html {
  const heading = `layer-${layer + 1}`;
  return element(
    'section',
    { class: 'layer', 'aria-labelledby': heading },
    element('h3', { id: heading }, `Layer ${layer + 1} (${objects.length})`),
    element(
      'ol',
      {},
      objects.map((object) => entry(object, links)),
    ),
  );
}

function entry(object: ShownObject, links: ObjectLinks): Html {
  const after: Content = links.after(object);
  return element(
    'li',
    { id: links.idOf(object.key) },
    element(
      'details',
      {},
      element('summary', {}, objectName(object.id)),
      element(
        'div',
        { class: 'more' },
        after,
        links.before(object.key),
        element('p', {}, `Of the tree ${clip(object.tree)}.`),
      ),
    ),
  );
}
