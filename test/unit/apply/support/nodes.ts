import { builtinKind } from '../../../../src/manifest/builtin-kinds.ts';
import { manifestOf } from '../../../../src/manifest/manifest.ts';
import { objectId, objectKey } from '../../../../src/manifest/object.ts';
import type { KubernetesObject } from '../../../../src/manifest/object.ts';
import type { ObjectState } from '../../../../src/cluster/object-state.ts';
import type { PlanNode } from '../../../../src/plan/plan.ts';

/** An object as a plan holds it, without dependencies. */
export function node(object: KubernetesObject, tree = 'tree'): PlanNode {
  const id = objectId(object);
  const key = objectKey(id);
  const manifest = manifestOf(object);
  return {
    key,
    id,
    manifest,
    tree,
    trees: [tree],
    forms: new Map([[tree, manifest]]),
    file: 'a.yaml',
    line: 7,
    kind: builtinKind(id),
    dependencies: [],
  };
}

export function state(rest: Partial<ObjectState> = {}): ObjectState {
  return {
    uid: 'u',
    resourceVersion: '5',
    generation: 0,
    deleting: false,
    ...rest,
  };
}
