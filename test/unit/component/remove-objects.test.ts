import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { removeObjects } from '../../../src/component/remove-objects.ts';
import { DEPENDS_ON } from '../../../src/manifest/depends-on.ts';
import { objectId, objectKey } from '../../../src/manifest/object.ts';
import type { KubernetesObject } from '../../../src/manifest/object.ts';
import { object } from '../support/objects.ts';

const keyed = (...objects: KubernetesObject[]) =>
  new Map(objects.map((each) => [objectKey(objectId(each)), each]));
const dependent = (annotations: Record<string, string>) =>
  object('apps/v1 Deployment ns/web', { metadata: { annotations } });

describe('removeObjects', () => {
  it('removes what any entry matches, once', () => {
    const objects = keyed(object('v1 Secret ns/a'), object('batch/v1 Job ns/a'));
    const {
      objects: left,
      removed,
      problems,
    } = removeObjects(objects, [
      { target: { group: '' }, because: 'one' },
      { target: { group: '', kind: 'Job' }, because: 'two' },
    ]);
    assert.deepEqual(
      [...left.values()].map(({ kind }) => kind),
      ['Job'],
    );
    assert.deepEqual(
      removed.map(({ object: { kind }, because }) => [kind, because]),
      [['Secret', 'one']],
    );
    assert.deepEqual(
      problems.map(({ message, path }) => [message, path.join('.')]),
      [['no object of the sources matches group "", kind Job', 'spec.remove.1.target']],
    );
  });

  it('leaves nothing that waits for what is gone', () => {
    const job = 'batch/namespaces/ns/Job/a';
    for (const [before, after] of [
      [
        { [DEPENDS_ON]: `${job}, /Namespace/x`, other: 'y' },
        { [DEPENDS_ON]: '/Namespace/x', other: 'y' },
      ],
      [{ [DEPENDS_ON]: job }, {}],
      [{ [DEPENDS_ON]: 'what is this' }, { [DEPENDS_ON]: 'what is this' }],
    ]) {
      const objects = keyed(
        object('batch/v1 Job ns/a'),
        dependent(before as Record<string, string>),
      );
      const { objects: left } = removeObjects(objects, [{ target: { kind: 'Job' }, because: 'x' }]);
      assert.deepEqual([...left.values()], [dependent(after as Record<string, string>)]);
    }
  });
});
