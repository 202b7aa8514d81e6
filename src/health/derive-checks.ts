import path from 'node:path';
import { judgeCrd } from '../cluster/crd-status.ts';
import { resourceOf } from '../cluster/resource.ts';
import type { Resource } from '../cluster/resource.ts';
import { throwIfAny } from '../errors.ts';
import type { Problem } from '../errors.ts';
import { crdInfo, definedKinds, isCrd, kindInfo } from '../manifest/crd.ts';
import { displayObject } from '../manifest/display.ts';
import { valueAt } from '../manifest/json.ts';
import { apiVersionOf, groupKindKey, objectId, objectKey } from '../manifest/object.ts';
import type { KubernetesObject, ObjectId } from '../manifest/object.ts';
import type { Tree } from '../tree/read-tree.ts';
import { DESCRIPTION_FILE } from '../tree/description-file.ts';
import { HEALTHY, ofLasting, unhealthy } from './check.ts';
import type { Check, Judge } from './check.ts';
import { judgeCondition, judgeEach } from './judge-condition.ts';
import { judgeEndpoints } from './judge-endpoints.ts';
import { judgePassing, workloadJudge } from './judge-workload.ts';
import { knownKind } from './known-conditions.ts';
import type { Definition } from './served-definitions.ts';
import { DEFAULT_PORT, apiService, webhookServices } from './called-services.ts';

/**
 * What has to be healthy for trees to be healthy: what their objects say by their kind (CRDs are
 * Established, workloads rolled out, webhooks answered, well-known conditions True) and what their descriptions add.
 * @throws {UserError} `health-kind-unknown` where a description names a kind that nothing defines
 */
export function deriveChecks(trees: readonly Tree[]): Check[] {
  const objects = trees.flatMap((tree) => tree.objects.map(({ manifest }) => manifest.outline));
  const locate = locator(objects);
  const checks = new Map<string, Check>();
  const add = (check: Check): void => {
    checks.set(`${objectKey(check.id)} ${check.subject}`, check);
  };
  for (const object of objects) {
    const id = objectId(object);
    const rule = ruleFor(object);
    const resource = locate(id);
    if (resource === undefined) continue;
    if (rule !== undefined) add({ id, resource, ...rule });
    for (const calls of webhookServices(object)) {
      const port = calls.port === DEFAULT_PORT ? '' : `:${calls.port}`;
      const subject = `endpoints of Service ${calls.namespace}/${calls.name}${port}`;
      add({ id, resource, subject, judge: judgeEndpoints(calls), final: false, calls });
    }
  }

  const problems: Problem[] = [];
  for (const { directory, health } of trees) {
    const declare = (
      id: ObjectId,
      subject: string,
      judge: Judge | undefined,
      workedBy: readonly ObjectId[] = [],
    ): void => {
      const resource = locate(id);
      if (judge !== undefined && resource !== undefined) {
        add({ id, resource, subject, judge, final: false, workedBy });
        return;
      }
      const reason =
        judge === undefined ? 'it is no workload' : 'no CRD in the trees tells how it is addressed';
      problems.push({
        code: 'health-kind-unknown',
        message: `its health cannot be checked: ${reason}`,
        hint: "correct the health section of the tree's description",
        at: { file: path.join(directory, DESCRIPTION_FILE), object: displayObject(id) },
      });
    };
    for (const id of health.workloads) declare(id, 'rollout', workloadJudge(id.group, id.kind));
    for (const { type, terminalReasons, name, ...kind } of health.conditions) {
      const judge = judgeCondition(type, kind, terminalReasons);
      // An operator that makes workloads says in its condition that they work.
      declare(
        { ...kind, name: name ?? '' },
        `condition ${type}`,
        name === undefined ? judgeEach(judge) : judge,
        health.workloads,
      );
    }
  }
  throwIfAny(problems);
  return [...checks.values()];
}

type Rule = Pick<Check, 'subject' | 'judge' | 'final' | 'behind' | 'defines'>;

function ruleFor(object: KubernetesObject): Rule | undefined {
  const { group, kind } = objectId(object);
  if (isCrd(object)) {
    const rule: Rule = { subject: 'Established', judge: judgeEstablished, final: true };
    const defines = definitionOf(object);
    return defines === undefined ? rule : { ...rule, defines };
  }
  const workload = workloadJudge(group, kind);
  if (workload !== undefined) {
    const isPassing = valueAt(object, ['spec', 'ttlSecondsAfterFinished']) !== undefined;
    const judge = isPassing ? judgePassing(workload) : workload;
    return { subject: 'rollout', judge, final: false };
  }
  const type = knownKind({ group, kind })?.condition;
  if (type === undefined) return undefined;
  const behind = apiService(object);
  return {
    subject: `condition ${type}`,
    judge: judgeCondition(type, { group, kind }),
    final: false,
    ...(behind === undefined ? {} : { behind }),
  };
}

function definitionOf(crd: KubernetesObject): Definition | undefined {
  const info = crdInfo(crd);
  const version = info?.versions.find(({ served }) => served);
  if (info === undefined || version === undefined) return undefined;
  const { group, kind, plural } = info;
  return { apiVersion: apiVersionOf(group, version.name), kind, plural };
}

const judgeEstablished: Judge = ofLasting((live) => {
  const verdict = judgeCrd(live);
  if (verdict.state === 'established') return HEALTHY;
  return unhealthy(
    verdict.reason,
    verdict.state === 'failed' ? 'NamesNotAccepted' : 'NotEstablished',
  );
});

/** The versions to ask for built-in kinds in, which a description may name without having one. */
const WORKLOAD_VERSIONS = new Map([
  ['apps', 'apps/v1'],
  ['batch', 'batch/v1'],
]);

/**
 * Says where an object is to be found: in the version that its CRD stores, else in the version that an
 * object of the same kind in the trees has.
 */
function locator(objects: readonly KubernetesObject[]): (id: ObjectId) => Resource | undefined {
  const kinds = definedKinds(objects);
  const written = new Map(
    objects.map((object) => [groupKindKey(objectId(object)), object.apiVersion]),
  );
  return (id) => {
    const kind = kindInfo(id, kinds) ?? knownKind(id);
    const crd = kinds.get(groupKindKey(id));
    const stored = crd?.versions.find(({ storage, served }) => storage && served);
    const apiVersion =
      stored === undefined
        ? (written.get(groupKindKey(id)) ?? WORKLOAD_VERSIONS.get(id.group))
        : apiVersionOf(id.group, stored.name);
    if (kind === undefined || apiVersion === undefined) return undefined;
    if (id.name === '') return { apiVersion, plural: kind.plural, namespace: id.namespace };
    return resourceOf(apiVersion, kind, id);
  };
}
