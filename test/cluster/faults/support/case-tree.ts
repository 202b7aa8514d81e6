import { configMap, namespace, widget, widgetCrd, writeTree } from '../../support/trees.ts';

/** How many objects {@link caseTree} has. */
export const OBJECTS = 6;

/**
 * A tree with every kind of dependency, with names of its own: a namespace, two CRDs, an object of each in
 * the namespace, and a ConfigMap.
 * @param name a DNS label
 */
export function caseTree(parent: string, name: string): Promise<string> {
  const groups = ['a', 'b'].map((letter) => `${letter}.${name}.example.com`);
  return writeTree(parent, name, [
    ...groups.map((group) => widget(group, name, 'w', { size: 1 })),
    configMap(name, 'settings'),
    ...groups.map((group) => widgetCrd(group)),
    namespace(name),
  ]);
}
