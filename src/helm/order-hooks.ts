import { DEPENDS_ON, formatDependsOn } from '../manifest/depends-on.ts';
import { builtinKind } from '../manifest/builtin-kinds.ts';
import { isCrd } from '../manifest/crd.ts';
import { isJsonObject } from '../manifest/json.ts';
import { objectId } from '../manifest/object.ts';
import type { KubernetesObject, ObjectId } from '../manifest/object.ts';

/** A chart's objects without hooks: what is left of their order stands in `config.kubernetes.io/depends-on`. */
export type Ordered = {
  objects: KubernetesObject[];
  /** Hooks for what never happens here. */
  dropped: { object: ObjectId; reason: string }[];
  /** Hooks that run, for whose end Helm would have waited. */
  running: { object: ObjectId; phase: Phase; isDeleted: boolean }[];
};

type Phase = 'before' | 'after';
type Hook = { object: KubernetesObject; phase: Phase; weight: number };

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
 * Makes plain objects of a chart's hooks. A Job among them loses its `ttlSecondsAfterFinished`: one that goes by itself
 * would be missing to whoever looks after the component, and run again at each boot.
 * Those for installing and upgrading stay. A Job or Pod among them depends
 * on the hooks of its phase that Helm makes before it: those of a lower weight, and of its own what does not run.
 * The chart's workloads depend on the Jobs and Pods before them, unless those need a webhook, which needs the workloads; and the Jobs, Pods and custom resources after the
 * installation on the workloads. Other objects need no order: they are there at once.
 * @param objects with their namespaces
 */
export function orderHooks(objects: readonly KubernetesObject[]): Ordered {
  const ordered: Ordered = { objects: [], dropped: [], running: [] };
  const hooks: Hook[] = [];
  for (const object of objects) {
    const value = object.metadata.annotations?.[HOOK];
    if (value === undefined) {
      ordered.objects.push(object);
      continue;
    }
    const events = value.split(',').map((event) => event.trim());
    const phase = PHASES.find(([event]) => events.includes(event))?.[1];
    if (phase === undefined) {
      const reason = `it is a hook of Helm for ${events.join(', ')}, which nothing runs here`;
      ordered.dropped.push({ object: objectId(object), reason });
    } else {
      hooks.push({ object: withoutHook(object), phase, weight: weightOf(object) });
      if (isRunning(object)) {
        const policies = (object.metadata.annotations?.[DELETE_POLICY] ?? '').split(',');
        const isDeleted = policies.some((each) => /^hook-(?:succeeded|failed)$/.test(each.trim()));
        ordered.running.push({ object: objectId(object), phase, isDeleted });
      }
    }
  }
  const workloads = ordered.objects.filter(({ kind, apiVersion }) => isWorkload(apiVersion, kind));
  const first = hooks.filter(
    (hook) =>
      hook.phase === 'before' &&
      isRunning(hook.object) &&
      // These wait for the workloads behind them, so that what waits for them cannot be before the workloads.
      !hooks.some((other) => CALLING_KINDS.has(other.object.kind) && isBefore(other, hook)),
  );
  const placed = hooks.map((hook) => {
    const { object, phase } = hook;
    if (!isRunning(object) && (phase === 'before' || isPlain(object))) return object;
    const earlier = hooks.filter((other) => isBefore(other, hook));
    return dependingOn(object, [
      ...(phase === 'after' ? workloads : []),
      ...earlier.map((each) => each.object),
    ]);
  });
  ordered.objects = [
    ...ordered.objects.map((object) =>
      workloads.includes(object)
        ? dependingOn(
            object,
            first.map((hook) => hook.object),
          )
        : object,
    ),
    ...placed,
  ];
  return ordered;
}

function isRunning({ kind }: KubernetesObject): boolean {
  return RUNNING_KINDS.has(kind);
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
