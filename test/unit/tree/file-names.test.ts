import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { fileNames } from '../../../src/tree/file-names.ts';
import { object } from '../support/objects.ts';

const names = (...identities: string[]): (string | undefined)[] => {
  const objects = identities.map((identity) => object(identity));
  const found = fileNames(objects);
  return objects.map((each) => found.get(each));
};

describe('fileNames', () => {
  it('are kind and name', () => {
    assert.deepEqual(names('apps/v1 Deployment ns/web', 'v1 Namespace ns'), [
      'deployment_web.yaml',
      'namespace_ns.yaml',
    ]);
  });

  it('have the namespace where two would be the same', () => {
    assert.deepEqual(names('v1 Secret a/x', 'v1 Secret b/x', 'v1 Secret a/y'), [
      'secret_a_x.yaml',
      'secret_b_x.yaml',
      'secret_y.yaml',
    ]);
  });

  it('have a digest where the group tells two apart', () => {
    const [one = '', two = ''] = names('a.io/v1 Gateway ns/x', 'b.io/v1 Gateway ns/x');
    for (const name of [one, two]) assert.match(name, /^gateway_ns_x_[0-9a-f]{8}\.yaml$/);
    assert.notEqual(one, two);
  });

  it('hold nothing that a path or a shell would take apart', () => {
    assert.deepEqual(names('v1 ClusterRole system:a', "v1 Role a b'$(x)"), [
      'clusterrole_system-a.yaml',
      'role_a.yaml',
    ]);
    const [one, two] = names('v1 Role a:b', 'v1 Role a-b');
    assert.notEqual(one, two);
  });

  it('fit a file system', () => {
    const long = 'x'.repeat(253);
    const found = names(`v1 ConfigMap ${long}`, `v1 ConfigMap ${long}y`);
    for (const name of found) assert.ok((name?.length ?? 0) <= 255);
    assert.equal(new Set(found).size, 2);
  });

  it('do not depend on the order of the objects', () => {
    const identities = ['v1 Secret a/x', 'v1 Secret b/x', 'a.io/v1 Secret a/x', 'v1 Secret y'];
    assert.deepEqual(names(...identities.toReversed()).toReversed(), names(...identities));
  });

  it('are unique for any objects', () => {
    const part = fc.constantFrom('a', 'b', 'a_b', 'a:b', 'a-b', 'A');
    const identity = fc.tuple(
      fc.constantFrom('v1', 'a.io/v1'),
      fc.constantFrom('Role', 'ROLE'),
      part,
      part,
    );
    const identities = fc.uniqueArray(
      identity.map(([v, kind, ns, name]) => `${v} ${kind} ${ns}/${name}`),
    );
    fc.assert(
      fc.property(identities, (each) => {
        assert.equal(new Set(names(...each)).size, each.length);
      }),
      { seed: 1 },
    );
  });
});
