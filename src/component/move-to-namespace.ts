import { isCrd, kindInfo } from '../manifest/crd.ts';
import type { CrdInfo } from '../manifest/crd.ts';
import { displayPath } from '../manifest/display.ts';
import { isJsonObject, setField } from '../manifest/json.ts';
import type { Json, JsonObject } from '../manifest/json.ts';
import { groupKindKey, objectId } from '../manifest/object.ts';
import type { KubernetesObject, ObjectId } from '../manifest/object.ts';

/** What moving objects did. */
export type Moved = {
  objects: KubernetesObject[];
  /** Whether any object went from one namespace, or none, to another. */
  hasMoved: boolean;
  /** Texts that look as if they named a namespace from which something has moved: they stay as they are. */
  mentions: { object: ObjectId; field: string; text: string }[];
};

/** Kubernetes' own; what is put there has to be there, such as a RoleBinding to a Role of kube-system. */
const SYSTEM = /^kube-/;
/** The label that each namespace has with its name, by which network policies select. */
const NAME_LABEL = 'kubernetes.io/metadata.name';

/**
 * `hook.NAME`, `hook.NAME.svc`, `--namespace=NAME`, `system:serviceaccount:NAME:hook`; bounded, so that long texts take
 * linear time.
 */
const NAMES =
  /(?<=[\w)]\.|=|system:serviceaccounts?:)[a-z0-9-]{1,63}(?=$|[.,:/\s])|(?<![a-z0-9-])[a-z0-9-]{1,63}(?=\.svc)/g;

type Step = string | number;

/**
 * Puts objects into one namespace, but for those in the namespaces of Kubernetes itself: kustomize's `namespace`
 * for a source that was written for another one. Namespaces that objects leave take its name. What refers to such
 * a namespace follows: fields called `namespace` (subjects, webhooks, conversions, APIServices, custom
 * resources), selectors by {@link NAME_LABEL}, and annotations such as `cert-manager/certificate`.
 * @param kinds the kinds that all sources define
 */
export function moveToNamespace(
  objects: readonly KubernetesObject[],
  namespace: string,
  kinds: ReadonlyMap<string, CrdInfo>,
): Moved {
  const moving = objects.map((object) => isMovable(object, kinds));
  const left = new Set(
    objects.flatMap(({ metadata }, index) =>
      moving[index] === true && metadata.namespace !== undefined && metadata.namespace !== namespace
        ? [metadata.namespace]
        : [],
    ),
  );
  const moved = objects.map((object, index): KubernetesObject => {
    const copy = structuredClone(object);
    if (moving[index] === true) copy.metadata.namespace = namespace;
    if (isNamespace(copy) && left.has(copy.metadata.name)) copy.metadata.name = namespace;
    follow(copy, left, namespace);
    return copy;
  });
  return {
    objects: moved,
    hasMoved: objects.some(
      ({ metadata }, index) => moving[index] === true && metadata.namespace !== namespace,
    ),
    mentions: moved.flatMap((object) => mentionsIn(object, left)),
  };
}

/** Gives the objects that live in a namespace and name none the one that they are installed to. */
export function fillNamespace(
  objects: readonly KubernetesObject[],
  namespace: string,
  kinds: ReadonlyMap<string, CrdInfo>,
): KubernetesObject[] {
  return objects.map((object) => {
    const id = objectId(object);
    if (id.namespace !== '' || kindInfo(id, kinds)?.namespaced !== true) return object;
    return { ...object, metadata: { ...object.metadata, namespace } };
  });
}

/**
 * Takes the namespace from cluster-scoped objects, as the API server does: charts give one to all that they have.
 * With it, one object would have two identities.
 */
export function withoutNeedlessNamespaces(
  objects: readonly KubernetesObject[],
  kinds: ReadonlyMap<string, CrdInfo>,
): KubernetesObject[] {
  return objects.map((object) => {
    const id = objectId(object);
    if (id.namespace === '' || kindInfo(id, kinds)?.namespaced !== false) return object;
    const { namespace: _, ...metadata } = object.metadata;
    return { ...object, metadata };
  });
}

function isNamespace(object: KubernetesObject): boolean {
  return groupKindKey(objectId(object)) === groupKindKey({ group: '', kind: 'Namespace' });
}

function isMovable(object: KubernetesObject, kinds: ReadonlyMap<string, CrdInfo>): boolean {
  const id = objectId(object);
  if (SYSTEM.test(id.namespace)) return false;
  return kindInfo(id, kinds)?.namespaced ?? id.namespace !== '';
}

function follow(object: KubernetesObject, left: ReadonlySet<string>, namespace: string): void {
  visit(object, [], (container, key, value) => {
    const step = String(key);
    if ((step === 'namespace' || step === NAME_LABEL) && left.has(value)) {
      setField(container as JsonObject, step, namespace);
    }
  });
  const { annotations = {} } = object.metadata;
  for (const [key, value] of Object.entries(annotations)) {
    const [first = '', ...rest] = value.split('/');
    if (rest.length === 1 && left.has(first)) annotations[key] = `${namespace}/${rest[0]}`;
  }
}

function mentionsIn(object: KubernetesObject, left: ReadonlySet<string>): Moved['mentions'] {
  const mentions: Moved['mentions'] = [];
  const id = objectId(object);
  visit(object, [], (_, key, text, path) => {
    const words = [...text.matchAll(NAMES)];
    if (path[0] === 'metadata' || !words.some(([word]) => left.has(word))) return;
    mentions.push({ object: id, field: displayPath([...path, key]), text });
  });
  return mentions;
}

/** Every text of an object with the place where it stands, but for what CRDs say of their kinds. */
function visit(
  object: KubernetesObject,
  start: Step[],
  see: (container: Json[] | JsonObject, key: Step, text: string, path: Step[]) => void,
): void {
  const walk = (container: Json[] | JsonObject, path: Step[]): void => {
    const entries: [Step, Json][] = Array.isArray(container)
      ? container.map((value, index) => [index, value])
      : Object.entries(container);
    for (const [key, value] of entries) {
      if (isCrd(object) && path[0] === 'spec' && key === 'versions') continue;
      if (typeof value === 'string') see(container, key, value, path);
      else if (Array.isArray(value) || isJsonObject(value)) walk(value, [...path, key]);
    }
  };
  walk(object, start);
}
