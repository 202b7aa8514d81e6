import { setTimeout as delay } from 'node:timers/promises';
import { kubectl } from '../kubectl.ts';
import { widgetCrd } from '../trees.ts';
import {
  create,
  group,
  patch,
  service,
  theWidget,
  widgetReady,
  writeReady,
} from './broken-state.ts';
import type { BrokenState, Place } from './broken-state.ts';

/** An API that the Service `lamp` is to answer. */
const aggregated = (place: Place): object => ({
  apiVersion: 'apiregistration.k8s.io/v1',
  kind: 'APIService',
  metadata: { name: `v1.${group(place)}` },
  spec: {
    group: group(place),
    version: 'v1',
    groupPriorityMinimum: 10,
    versionPriority: 10,
    insecureSkipTLSVerify: true,
    service: { namespace: place.namespace, name: 'lamp', port: place.apiPort },
  },
});

/** Leads a Service to the test, which the API server cannot reach behind a cluster address. */
const OUTSIDE = { type: 'ExternalName', externalName: 'localhost' };
const leadOutside = (place: Place): Promise<string> =>
  create(place, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'lamp', namespace: place.namespace },
    spec: OUTSIDE,
  });

/** Controllers that write this condition and that, by namespace. */
const flapping = new Map<string, { stop: () => void; stopped: Promise<void> }>();

const now = (): string => new Date().toISOString().replace(/\.\d+/, '');

async function flap(place: Place, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    for (const status of ['True', 'False'] as const) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await writeReady(place, status, 1, { lastTransitionTime: now() }).catch(() => {});
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await delay(300);
    }
  }
}

/** What objects other than workloads say of themselves. */
export const CONDITION_STATES: BrokenState[] = [
  {
    name: 'the Service of an API is missing',
    objects: (place) => [aggregated(place)],
    cause: 'ServiceMissing',
    outcome: 'pending',
    says: /^APIService .*: its condition Available is False \(ServiceNotFound: .*\) → Service .*\/lamp: does not exist$/,
    hint: /create the Service/,
    repair: leadOutside,
  },
  {
    name: 'the Service of an API selects nothing',
    objects: (place) => [service(place, place.apiPort), aggregated(place)],
    cause: 'NoPodSelected',
    outcome: 'pending',
    says: /^APIService .*: its condition Available is False \((?:MissingEndpoints|EndpointsNotFound): .*\) → Service .*\/lamp: no pod has the labels that it selects$/,
    hint: /selector fits the labels/,
    repair: (place) =>
      patch(place, { ...OUTSIDE, clusterIP: null, clusterIPs: null }, 'merge', 'service/lamp'),
  },
  {
    name: 'a condition has a reason that is declared to be final',
    objects: (place) => [widgetCrd(group(place)), theWidget(place)],
    health: (place) => {
      const { conditions } = widgetReady(place);
      return { conditions: conditions.map((each) => ({ ...each, terminalReasons: ['Burnt'] })) };
    },
    breaks: (place) => writeReady(place, 'False', 1, { reason: 'Burnt', message: 'no wick' }),
    cause: 'TerminalCondition',
    outcome: 'certain',
    says: /^Widget.*\/w: its condition Ready is False \(Burnt: no wick\)$/,
    hint: /change the object/,
    repair: (place) => writeReady(place, 'True', 1),
  },
  {
    name: 'one of the objects that an operator makes is not ready',
    objects: (place) => [widgetCrd(group(place)), theWidget(place)],
    health: (place) => ({
      conditions: [{ group: group(place), kind: 'Widget', type: 'Ready' }],
    }),
    breaks: (place) => writeReady(place, 'False', 1),
    cause: undefined,
    outcome: 'pending',
    says: /^Widget\.\S+: \S+\/w: its condition Ready is False \(Test: written by the test\)$/,
    hint: /^$/,
    repair: (place) =>
      kubectl(place.cluster, ['delete', `widgets.${group(place)}`, 'w', '-n', place.namespace]),
  },
  {
    name: 'a condition goes up and down',
    objects: (place) => [widgetCrd(group(place)), theWidget(place)],
    health: widgetReady,
    breaks: async (place) => {
      await writeReady(place, 'False', 1);
      const controller = new AbortController();
      // Whatever becomes of the test, it ends.
      const signal = AbortSignal.any([controller.signal, AbortSignal.timeout(300_000)]);
      const stop = (): void => controller.abort();
      flapping.set(place.namespace, { stop, stopped: flap(place, signal) });
    },
    cause: 'Flapping',
    outcome: 'bad',
    says: /^Widget.*\/w: was healthy \d+ times and did not stay so; last: its condition Ready is False/,
    hint: /changes it again and again/,
    repair: async (place) => {
      const controller = flapping.get(place.namespace);
      controller?.stop();
      await controller?.stopped;
      await writeReady(place, 'True', 1);
    },
  },
];
