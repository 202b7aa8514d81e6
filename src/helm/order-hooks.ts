import { DEPENDS_ON, formatDependsOn } from '../manifest/depends-on.ts';
import { builtinKind } from '../manifest/builtin-kinds.ts';
import { isCrd } from '../manifest/crd.ts';
import { isJsonObject } from '../manifest/json.ts';
import { objectId } from '../manifest/object.ts';
import type { KubernetesObject, ObjectId } from '../manifest/object.ts';
import { isDispensable } from '../manifest/webhook.ts';

/** A chart's objects without hooks: what is left of their order stands in `config.kubernetes.io/depends-on`. */
export type Ordered = {
  objects: KubernetesObject[];
  /** Hooks for what never happens here. */
  dropped: { object: ObjectId; reason: string }[];
  /** Hooks that run, for whose end Helm would have waited. */
  running: { object: ObjectId; phase: Phase; isDeleted: boolean }[];
};

type Phase = 'before' | 'after';
type Hook = { object: KubernetesObject; phase: Phase; weight: number; isDeleted: boolean };

/* https://helm.sh/docs/topics/charts_hooks/ */
const HOOK = 'helm.sh/hook';
const WEIGHT = 'helm.sh/hook-weight';
const DELETE_POLICY = 'helm.sh/hook-delete-policy';
const ANNOTATIONS = new Set([HOOK, WEIGHT, DELETE_POLICY, 'helm.sh/hook-output-log-policy']);

/** When a device applies a component it installs and upgrades at once; what an install does first counts. */
const PHASES: readonly [event: string, phase: Phase][] = [
  ['pre-install', 'before'],
  ['post-install', 'after'],
  ['pre-upgrade', 'before'],
  ['post-upgrade', 'after'],
];

const RUNNING_KINDS = new Set(['Job', 'Pod']);
/** What calls a Service: plans put the workloads behind it before them. */
const CALLING_KINDS = new Set([
  'ValidatingWebhookConfiguration',
  'MutatingWebhookConfiguration',
  'APIService',
]);
const WORKLOADS = new Set([
  'DaemonSet',
  'Deployment',
  'Job',
  'CronJob',
  'Pod',
  'ReplicaSet',
  'ReplicationController',
  'StatefulSet',
]);

/**
 * Makes plain objects of a chart's hooks; those for installing and upgrading stay.
 *
 * - A Job or Pod among them depends on the hooks of its phase that Helm makes before it: those of a lower weight,
 *   and of its own weight what does not run.
 * - The chart's workloads depend on the Jobs and Pods before them, unless these need a webhook that refuses what it
 *   cannot be asked about: it waits for the workloads behind it.
 * - The Jobs, Pods and custom resources of after the installation depend on the workloads.
 * - Other objects need no order: they are there at once.
 * - A Job loses its `ttlSecondsAfterFinished`: one that goes by itself would be missing to whoever looks after the
 *   component, and run again at each boot.
 * @param objects with their namespaces
 */
export function orderHooks(objects: readonly KubernetesObject[]): Ordered {
  const { plain, hooks, dropped } = sortOut(objects);
  const workloads = plain.filter(({ kind, apiVersion }) => isWorkload(apiVersion, kind));
  const first = hooks
    .filter((hook) => {
      const needsWebhook = hooks.some(
        (other) => waitsForWorkloads(other.object) && isBefore(other, hook),
      );
      return hook.phase === 'before' && isRunning(hook.object) && !needsWebhook;
    })
    .map(({ object }) => object);
  return {
    objects: [
      ...plain.map((object) => (workloads.includes(object) ? dependingOn(object, first) : object)),
      ...hooks.map((hook) => {
        const { object, phase } = hook;
        if (!isRunning(object) && (phase === 'before' || isPlain(object))) return object;
        const earlier = hooks.filter((other) => isBefore(other, hook));
        return dependingOn(object, [
          ...(phase === 'after' ? workloads : []),
          ...earlier.map((each) => each.object),
        ]);
      }),
    ],
    dropped,
    running: hooks
      .filter(({ object }) => isRunning(object))
      .map(({ object, phase, isDeleted }) => ({ object: objectId(object), phase, isDeleted })),
  };
}

function sortOut(objects: readonly KubernetesObject[]): {
  plain: KubernetesObject[];
  hooks: Hook[];
  dropped: Ordered['dropped'];
} {
  const plain: KubernetesObject[] = [];
  const hooks: Hook[] = [];
  const dropped: Ordered['dropped'] = [];
  for (const object of objects) {
    const { [HOOK]: value, [DELETE_POLICY]: policy = '' } = object.metadata.annotations ?? {};
    const events = value?.split(',').map((event) => event.trim()) ?? [];
    const phase = PHASES.find(([event]) => events.includes(event))?.[1];
    if (value === undefined) plain.push(object);
    else if (phase === undefined) {
      const reason = `it is a hook of Helm for ${events.join(', ')}, which nothing runs here`;
      dropped.push({ object: objectId(object), reason });
    } else {
      const isDeleted = /(?:^|,)\s*hook-(?:succeeded|failed)\s*(?:,|$)/.test(policy);
      hooks.push({ object: withoutHook(object), phase, weight: weightOf(object), isDeleted });
    }
  }
  return { plain, hooks, dropped };
}

function isRunning({ kind }: KubernetesObject): boolean {
  return RUNNING_KINDS.has(kind);
}

function waitsForWorkloads(object: KubernetesObject): boolean {
  return CALLING_KINDS.has(object.kind) && !isDispensable(object);
}

function isWorkload(apiVersion: string, kind: string): boolean {
  return /^(?:v1|apps\/v1|batch\/v1)$/.test(apiVersion) && WORKLOADS.has(kind);
}

/** Whether nothing but the API server has to see it before it counts. */
function isPlain(object: KubernetesObject): boolean {
  return builtinKind(objectId(object)) !== undefined || isCrd(object);
}

/** Whether Helm makes one hook before another of the same phase. */
function isBefore(other: Hook, { object, phase, weight }: Hook): boolean {
  if (other.object === object || other.phase !== phase) return false;
  const isNeeded = !isRunning(other.object) && isRunning(object);
  return other.weight < weight || (other.weight === weight && isNeeded);
}

/** Helm takes what is no number for 0. */
function weightOf({ metadata }: KubernetesObject): number {
  const text = metadata.annotations?.[WEIGHT] ?? '0';
  return /^[+-]?\d{1,9}$/.test(text) ? Number(text) : 0;
}

function withoutHook(object: KubernetesObject): KubernetesObject {
  const { annotations, ...metadata } = object.metadata;
  const others = Object.entries(annotations ?? {}).filter(([key]) => !ANNOTATIONS.has(key));
  return {
    ...withoutTtl(object),
    metadata: {
      ...metadata,
      ...(others.length === 0 ? {} : { annotations: Object.fromEntries(others) }),
    },
  };
}

function withoutTtl(object: KubernetesObject): KubernetesObject {
  if (object.kind !== 'Job' || !isJsonObject(object.spec)) return object;
  const { ttlSecondsAfterFinished: _, ...spec } = object.spec;
  return { ...object, spec };
}

function dependingOn(
  object: KubernetesObject,
  others: readonly KubernetesObject[],
): KubernetesObject {
  if (others.length === 0) return object;
  const own = object.metadata.annotations?.[DEPENDS_ON];
  const added = formatDependsOn(others.map(objectId));
  const annotations = {
    ...object.metadata.annotations,
    [DEPENDS_ON]: own === undefined ? added : `${own},${added}`,
  };
  return { ...object, metadata: { ...object.metadata, annotations } };
}
