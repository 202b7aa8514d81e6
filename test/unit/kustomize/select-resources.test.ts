import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { UnexpectedShape } from '../../../src/kustomize/field-spec.ts';
import type { Selector } from '../../../src/kustomize/kustomization-schema.ts';
import { currentId } from '../../../src/kustomize/resource.ts';
import { selectResources } from '../../../src/kustomize/select-resources.ts';
import { object } from '../support/objects.ts';
import { resources } from './support/resources.ts';

const EMPTY: Selector = {
  group: '',
  version: '',
  kind: '',
  name: '',
  namespace: '',
  labelSelector: '',
  annotationSelector: '',
};
const all = () => {
  const list = resources(
    object('v1 ConfigMap a'),
    object('apps/v1 Deployment ns/lamp', { metadata: { labels: { app: 'x' } } }),
    object('v1 Namespace ns'),
    object('v1 ConfigMap new/moved', { metadata: { annotations: { note: 'x' } } }),
  );
  list[3]?.previous.push(currentId(object('v1 ConfigMap old/first')));
  return list;
};
const selected = (target: Partial<Selector>): string[] =>
  selectResources(all(), { ...EMPTY, ...target }).map(({ object: { metadata } }) => metadata.name);

describe('selectResources', () => {
  const cases: [target: Partial<Selector>, names: string[]][] = [
    [{}, ['a', 'lamp', 'ns', 'moved']],
    [{ kind: 'ConfigMap' }, ['a', 'moved']],
    [{ kind: 'Config' }, []],
    [{ kind: 'Config.*|Names.+' }, ['a', 'ns', 'moved']],
    [{ group: 'app.' }, ['lamp']],
    [{ version: 'v1', group: '.' }, []],
    [{ name: 'first' }, ['moved']],
    [{ name: 'moved' }, ['moved']],
    [{ namespace: 'old' }, ['moved']],
    [{ namespace: 'new' }, ['moved']],
    [{ namespace: 'default' }, ['a']],
    [{ namespace: '_non_namespaceable_' }, ['ns']],
    [{ labelSelector: 'app=x' }, ['lamp']],
    [{ annotationSelector: '!note' }, ['a', 'lamp', 'ns']],
  ];
  for (const [target, names] of cases) {
    it(JSON.stringify(target), () => assert.deepEqual(selected(target), names));
  }

  it('leaves expressions that are not understood', () => {
    assert.throws(() => selected({ name: String.raw`\Qa\E` }), UnexpectedShape);
  });
});
