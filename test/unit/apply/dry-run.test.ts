import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { dryRunPlan } from '../../../src/apply/dry-run.ts';
import type { ApiRequest } from '../../../src/cluster/connection.ts';
import { DeadlineError } from '../../../src/deadline.ts';
import { displayObject } from '../../../src/manifest/display.ts';
import type { KubernetesObject } from '../../../src/manifest/object.ts';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import { notFound, statusError } from '../cluster/support/errors.ts';
import { fakeClient } from '../cluster/support/fake-client.ts';
import { crd, object, treeObjects } from '../support/objects.ts';
import { tree } from './support/releases.ts';

const CRDS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const LAMP = '/apis/example.com/v1/namespaces/shop/lamps/a';
const lamp = object('example.com/v1 Lamp shop/a', { spec: { size: 1 } });
const namespace = object('v1 Namespace shop');
const configMap = object('v1 ConfigMap shop/c', { data: {} });

type Answer = (request: ApiRequest) => unknown;

/** What a dry run says, against an API server that has `live`, by path, and answers as `special` says. */
async function foretell(
  objects: KubernetesObject[],
  live: Record<string, object> = {},
  special: Answer = () => undefined,
) {
  const client = fakeClient({
    answer: (request) => {
      const [path = '', query = ''] = request.path.split('?');
      const answer = special(request);
      if (answer instanceof Error) throw answer;
      if (answer !== undefined) return answer;
      if (path === '/api/v1/namespaces/kube-system') return { metadata: { uid: 'cluster' } };
      if (request.method === 'PATCH') {
        assert.ok(query.includes('dryRun=All'), 'nothing is written');
        return JSON.parse(String(request.body));
      }
      if (query.startsWith('limit')) return { items: [] };
      if (live[path] === undefined) throw notFound();
      return live[path];
    },
  });
  const plan = buildPlan([{ name: 'tree', objects: treeObjects('a.yaml', ...objects) }]);
  const told: string[] = [];
  const { outcomes, pruned } = await dryRunPlan(plan, [tree()], {
    client,
    clock: () => 1,
    prune: true,
    judgeUnowned: true,
    onOutcome: ({ node }) => void told.push(node.key),
  });
  assert.deepEqual(new Set(told), new Set(plan.nodes.map(({ key }) => key)));
  return {
    actions: Object.fromEntries(
      outcomes.map(({ node, action }) => [displayObject(node.id), action]),
    ),
    notes: outcomes.flatMap(({ note }) => note ?? []),
    pruned,
  };
}

const isWriteOf = ({ method, path }: ApiRequest, of: string): boolean =>
  method === 'PATCH' && path.startsWith(of);
const DRY = { metadata: { uid: 'u', resourceVersion: '1' } };

describe('dryRunPlan', () => {
  it('says of an empty cluster that all is created, also what cannot be judged yet', async () => {
    const special: Answer = (request) =>
      isWriteOf(request, LAMP) || isWriteOf(request, '/api/v1/namespaces/shop/configmaps')
        ? statusError(404)
        : undefined;
    const { actions, notes } = await foretell([lamp, crd(), namespace, configMap], {}, special);
    assert.deepEqual(new Set(Object.values(actions)), new Set(['created']));
    assert.equal(notes.length, 2);
    assert.match(notes.join('\n'), /^(?:not judged, since its namespace or its kind .*\n?){2}$/);
  });

  const changing = {
    spec: { ...(crd().spec as object) },
    metadata: { generation: 1, ...DRY.metadata },
  };
  const changed = { ...changing, metadata: { ...changing.metadata, generation: 2 } };
  const partial = (of: { metadata: object }) => ({
    kind: 'PartialObjectMetadata',
    metadata: of.metadata,
  });
  const upgrading: Answer = (request) => {
    if (!request.path.startsWith(`${CRDS}/lamps`)) return undefined;
    if (request.method === 'PATCH') return partial(changed);
    return request.accept?.includes('Partial') === true
      ? partial(changing)
      : { ...crd(), metadata: { name: 'lamps.example.com', ...changing.metadata } };
  };

  it('does not take the word of a CRD that is about to change', async () => {
    const live = { [LAMP]: DRY };
    const refusing: Answer = (request) =>
      isWriteOf(request, LAMP) ? statusError(422, { reason: 'Invalid' }) : upgrading(request);
    const { actions, notes } = await foretell([lamp, crd()], live, refusing);
    assert.deepEqual(actions, {
      'CustomResourceDefinition lamps.example.com': 'configured',
      'Lamp.example.com shop/a': 'configured',
    });
    assert.match(notes.join(), /^not judged, since its CRD is not yet what it will be$/);
  });

  it('tells what is refused, and skips what depends on it', async () => {
    const refused: Answer = (request) =>
      isWriteOf(request, CRDS) ? statusError(422, { reason: 'Invalid' }) : undefined;
    const { actions, pruned } = await foretell([lamp, crd(), namespace], {}, refused);
    assert.deepEqual(actions, {
      'CustomResourceDefinition lamps.example.com': 'failed',
      'Lamp.example.com shop/a': 'skipped',
      'Namespace shop': 'created',
    });
    assert.deepEqual(pruned, []);
  });

  it('says of everything that it waits, where the API server does not answer in time', async () => {
    const late: Answer = () => new DeadlineError(1000);
    const { actions } = await foretell([namespace, configMap], {}, late);
    assert.deepEqual(new Set(Object.values(actions)), new Set(['waiting']));
  });
});
