import { condition, kubectl, writeStatus } from '../kubectl.ts';
import type { Cluster } from '../kubectl.ts';
import { widget } from '../trees.ts';

/** A namespace of a cluster, in which a state is made and repaired. */
export type Place = {
  cluster: Cluster;
  namespace: string;
  /** Of localhost: where an aggregated API answers. */
  apiPort: number;
};

/** One way in which a component is broken, and how it is repaired. */
export type BrokenState = {
  name: string;
  /** The tree, which is written to the cluster. */
  objects: (place: Place) => object[];
  /** What is there before that. */
  before?: (place: Place) => object[];
  health?: (place: Place) => object;
  /** Done after that. */
  breaks?: (place: Place) => Promise<unknown>;
  /** Undefined where nothing is known but what the object says. */
  cause: string | undefined;
  outcome: 'certain' | 'bad' | 'pending';
  /** Matches the chain, whose links are joined by ` → `. */
  says: RegExp;
  hint: RegExp;
  /** What is told while it is waited for, where that is another object's line. */
  told?: RegExp;
  repair: (place: Place) => Promise<unknown>;
};

export const create = ({ cluster }: Place, ...items: object[]): Promise<string> =>
  kubectl(cluster, ['apply', '--validate=false', '-f', '-'], {
    apiVersion: 'v1',
    kind: 'List',
    items,
  });
export const run = ({ cluster, namespace }: Place, ...args: string[]): Promise<string> =>
  kubectl(cluster, [...args, '-n', namespace]);
export const patch = (place: Place, spec: object, type = 'merge', what = 'deployment/lamp') =>
  run(place, 'patch', what, `--type=${type}`, '-p', JSON.stringify({ spec }));
export const service = (
  { namespace }: Place,
  port = 443,
  targetPort: number | string = port,
): object => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'lamp', namespace },
  spec: { selector: { app: 'lamp' }, ports: [{ port, targetPort }] },
});

export const group = ({ namespace }: Place): string => `${namespace}.example.com`;
export const widgetArgs = (place: Place): string[] => [
  `widgets.${group(place)}`,
  'w',
  '-n',
  place.namespace,
];
export const widgetReady = (place: Place): { conditions: object[] } => ({
  conditions: [
    { group: group(place), kind: 'Widget', namespace: place.namespace, name: 'w', type: 'Ready' },
  ],
});
export const theWidget = (place: Place): object =>
  widget(group(place), place.namespace, 'w', { size: 1 });
export const writeReady = (
  place: Place,
  status: 'True' | 'False',
  generation: number,
  more: object = {},
) =>
  writeStatus(place.cluster, widgetArgs(place), {
    conditions: [{ ...condition('Ready', status, generation), ...more }],
  });
