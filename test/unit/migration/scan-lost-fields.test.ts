import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonObject } from '../../../src/manifest/json.ts';
import { scanLostFields } from '../../../src/migration/scan-lost-fields.ts';
import { fakeClient, requestLines } from '../cluster/support/fake-client.ts';
import { A, AB, lamps } from '../upgrade/support/lamps.ts';
import { KEEP, NUMBER, TEXT, map, object } from '../upgrade/support/schemas.ts';
import { living } from './support/live.ts';

const CRD = 'lamps.example.com';

/** What the scan says of stored objects, as `object field`, and what it asks. */
async function scan(
  before: JsonObject,
  after: JsonObject,
  contents: object[],
  { accepted = [], extras = {} }: { accepted?: string[]; extras?: JsonObject } = {},
) {
  const items = contents.map((content, index) => ({
    metadata: { name: `l${index}`, namespace: 'n' },
    ...content,
  }));
  const client = fakeClient({ answer: () => ({ items }) });
  const live = living(lamps([{ name: 'v1alpha1', schema: before, extras }]), ['v1alpha1']);
  const next = lamps([{ name: 'v1', schema: after, extras }]);
  const mayDrop = accepted.map((field) => ({ crd: CRD, field }));
  const problems = await scanLostFields(client, live, next, mayDrop);
  const found = problems.map(({ at }) => `${at?.object?.split('/')[1]} ${at?.field}`);
  return { found, lines: requestLines(client), problems };
}

describe('scanLostFields', () => {
  it('reads no object where nothing can be lost', async () => {
    const { found, lines } = await scan(A, AB, [{ spec: { a: 'x' } }]);
    assert.deepEqual([found, lines], [[], []]);
  });

  it('reads none either where the component accepts whatever can be', async () => {
    const { lines } = await scan(AB, A, [{ spec: { b: 'x' } }], { accepted: ['spec.b'] });
    assert.deepEqual(lines, []);
  });

  it('tells each object and field, and how to go on', async () => {
    const { found, lines, problems } = await scan(AB, A, [
      { spec: { a: 'x' } },
      { spec: { b: 'x' } },
      { spec: { a: 'x', b: 'y' } },
    ]);
    assert.deepEqual(found, ['l1 spec.b', 'l2 spec.b']);
    assert.deepEqual(lines, ['GET /apis/example.com/v1alpha1/lamps?limit=100']);
    assert.match(problems[0]?.message ?? '', /lacks it in v1, which comes for v1alpha1$/);
    assert.match(
      problems[0]?.hint ?? '',
      /mayDrop: \{crd: lamps\.example\.com, field: 'spec\.b'\}/,
    );
  });

  it('accepts a part of a map', async () => {
    const [before, after] = [map(object({ a: TEXT, b: TEXT })), map(object({ a: TEXT }))];
    const content = { spec: { x: { b: '1' }, y: { b: '2' } } };
    const [from, to] = [object({ spec: before }), object({ spec: after })];
    assert.deepEqual((await scan(from, to, [content])).found, ['l0 spec.x.b', 'l0 spec.y.b']);
    assert.deepEqual((await scan(from, to, [content], { accepted: ['spec{}.b'] })).found, []);
  });

  it('does not count defaults, objects that are being deleted, and what is observed', async () => {
    const before = object({
      spec: object({ mode: { ...TEXT, default: 'auto' } }),
      status: object({ seen: TEXT, kept: object({ a: TEXT }) }),
    });
    const after = object({ spec: object({}), status: object({ kept: NUMBER }) });
    const contents = [
      { spec: { mode: 'auto' }, status: { seen: 'x', kept: { a: 'x' } } },
      { metadata: { name: 'l1', deletionTimestamp: 'now' }, spec: { mode: 'manual' } },
      { spec: { mode: 'manual' } },
    ];
    const extras = { subresources: { status: {} } };
    assert.deepEqual((await scan(before, after, contents, { extras })).found, ['l2 spec.mode']);
  });

  it('tells what lies in a field whose type changes', async () => {
    const before = object({ spec: object({ a: object({ b: TEXT }) }) });
    assert.deepEqual((await scan(before, A, [{ spec: { a: { b: 'x' } } }])).found, ['l0 spec.a.b']);
  });

  it('tells what is pruned where nothing was', async () => {
    const before = object({ spec: object({}, KEEP) });
    assert.deepEqual((await scan(before, A, [{ spec: { a: 'x', z: 1 } }])).found, ['l0 spec.z']);
  });
});
