import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { UserError } from '../../../src/errors.ts';
import type { ApiRequest } from '../../../src/cluster/connection.ts';
import type { KubernetesObject } from '../../../src/manifest/object.ts';
import { migrateCrd } from '../../../src/migration/migrate-crd.ts';
import { statusError } from '../cluster/support/errors.ts';
import { fakeClient } from '../cluster/support/fake-client.ts';
import { living, shipped, webhook } from './support/live.ts';

const CRD = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/lamps.example.com';

type Answer = (request: ApiRequest) => unknown;

/** What a request is for, in the few words that the tests speak of. */
function purpose({ method, path, accept = '', contentType = '' }: ApiRequest): string {
  if (path === CRD) return 'read the CRD';
  if (path.startsWith(`${CRD}/status`)) return 'trim';
  if (path.startsWith(CRD)) return contentType.includes('apply') ? 'apply the CRD' : 'other';
  if (accept.includes('as=Table')) return 'ask for columns';
  if (path.includes('?limit=')) return 'list';
  return method === 'PATCH' ? `rewrite ${/lamps\/(\w+)/.exec(path)?.[1]}` : 'other';
}

/** Runs a migration against an API server that answers well, but for what a test says of some requests. */
async function run(
  special: Record<string, (count: number) => unknown> = {},
  live: KubernetesObject = living(shipped('v1alpha1'), ['v1alpha1']),
  next: KubernetesObject = shipped('v1'),
) {
  const steps: string[] = [];
  const lines: string[] = [];
  const lamp = (name: string, resourceVersion = '1') => ({
    metadata: { name, uid: name, resourceVersion },
  });
  const written = new Map<string, string>();
  const usual: Record<string, Answer> = {
    'read the CRD': () => ({ ...live, metadata: { ...live.metadata, generation: 2 } }),
    'apply the CRD': () => ({ metadata: { generation: 2 } }),
    'ask for columns': () => ({ columnDefinitions: [{ name: 'Migrating to v1' }] }),
    list: () => ({ items: ['a', 'b'].map((name) => lamp(name, written.get(name))) }),
    trim: () => ({}),
  };
  const client = fakeClient({
    answer: (request) => {
      const step = purpose(request);
      steps.push(step);
      const count = steps.filter((each) => each === step).length;
      const answer = special[step]?.(count) ?? usual[step]?.(request);
      if (answer instanceof Error) throw answer;
      if (answer !== undefined) return answer;
      const name = step.replace('rewrite ', '');
      written.set(name, '2');
      return lamp(name, '2');
    },
  });
  const result = await migrateCrd(client, next, (text) => lines.push(text));
  return { steps, lines, result, requests: client.requests };
}

const START = ['read the CRD', 'apply the CRD', 'ask for columns'];
const END = ['read the CRD', 'trim'];

describe('migrateCrd', () => {
  it('rewrites each object once, looks again, and takes the old version out', async () => {
    const { steps, lines, result, requests } = await run();
    assert.deepEqual(steps, [...START, 'list', 'rewrite a', 'rewrite b', 'list', ...END]);
    assert.deepEqual(result, { rewritten: 2, problems: [] });
    assert.deepEqual(lines, [
      'migrates 2 objects of lamps.example.com from v1alpha1 to v1',
      'migrated 2 objects of lamps.example.com to v1',
    ]);
    assert.match(String(requests.at(-1)?.body), /"storedVersions":\["v1"\]/);
  });

  it('writes no object before the API server has taken over where objects are stored', async () => {
    const { steps } = await run({
      'ask for columns': (count) =>
        count === 1
          ? statusError(404)
          : count === 2
            ? { columnDefinitions: [{ name: 'Age' }] }
            : undefined,
    });
    assert.deepEqual(steps.slice(2, 6), [
      'ask for columns',
      'ask for columns',
      'ask for columns',
      'list',
    ]);
  });

  it('rewrites once more what changed meanwhile', async () => {
    const changed = { items: [{ metadata: { name: 'a', uid: 'a', resourceVersion: '9' } }] };
    const { steps, result } = await run({ list: (count) => (count === 2 ? changed : undefined) });
    assert.deepEqual(steps.slice(6), ['list', 'rewrite a', ...END]);
    assert.equal(result.rewritten, 2);
  });

  it('starts over where somebody changed the CRD meanwhile', async () => {
    const other = { metadata: { generation: 3 } };
    const { steps } = await run({
      'read the CRD': (count) => (count === 2 ? other : undefined),
    });
    assert.equal(steps.filter((step) => step === 'apply the CRD').length, 2);
    assert.equal(steps.filter((step) => step === 'trim').length, 1);
  });

  it('reads the CRD again where its status was written meanwhile', async () => {
    const { steps } = await run({ trim: (count) => (count === 1 ? statusError(409) : undefined) });
    assert.deepEqual(steps.slice(-4), [...END, ...END]);
  });

  it('leaves the old version in where an object is refused, after trying all', async () => {
    const { steps, result } = await run({
      'rewrite a': () =>
        statusError(422, { reason: 'Invalid', details: { causes: [{ field: 'spec.size' }] } }),
    });
    assert.deepEqual(steps.slice(3), ['list', 'rewrite a', 'rewrite b']);
    assert.equal(result.rewritten, 1);
    assert.deepEqual(
      result.problems.map(({ code, at }) => [code, at]),
      [['migration-refused', { object: 'Lamp.example.com a', field: 'spec.size' }]],
    );
  });

  it('does nothing where nothing is left to be done, or the CRD is gone', async () => {
    const done = living(shipped('v1'), ['v1']);
    assert.deepEqual((await run({}, done)).steps, ['read the CRD']);
    const gone = await run({ 'read the CRD': () => statusError(404) });
    assert.deepEqual(gone.result, { rewritten: 0, problems: [] });
  });

  it('throws where the way is gone that there was', async () => {
    const live = living(shipped('v1alpha1', webhook()), ['v1alpha1']);
    await assert.rejects(run({}, live), (error) => error instanceof UserError && error.exit === 6);
  });

  it('throws where the API server refuses the transitional CRD', async () => {
    await assert.rejects(run({ 'apply the CRD': () => statusError(422) }), { status: 422 });
  });
});
