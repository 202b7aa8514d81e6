import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { describePermissions, permissionToRead } from '../../../src/cluster/permission.ts';

describe('permissionToRead', () => {
  const cases: [path: string, verb: string, group: string, resource: string, namespace: string][] =
    [
      ['/api/v1/nodes', 'list', '', 'nodes', ''],
      ['/api/v1/pods?limit=100', 'list', '', 'pods', ''],
      ['/api/v1/namespaces', 'list', '', 'namespaces', ''],
      ['/api/v1/namespaces/kube-system', 'get', '', 'namespaces', ''],
      ['/api/v1/namespaces/a/pods', 'list', '', 'pods', 'a'],
      ['/api/v1/namespaces/a/pods/b', 'get', '', 'pods', 'a'],
      ['/api/v1/namespaces/a/pods/b/log?tailLines=5', 'get', '', 'pods/log', 'a'],
      ['/apis/apps/v1/namespaces/a/deployments?watch=true', 'watch', 'apps', 'deployments', 'a'],
      ['/apis/x.io/v1beta1/things/system%3Aodd', 'get', 'x.io', 'things', ''],
      ['/api', 'get', '', '/api', ''],
      ['/apis/x.io/v1', 'get', '', '/apis/x.io/v1', ''],
    ];
  for (const [path, verb, group, resource, namespace] of cases) {
    it(path, () => {
      assert.deepEqual(permissionToRead(path), { verb, group, resource, namespace });
    });
  }
});

describe('describePermissions', () => {
  it('names each once, with the namespaces where it is missing', () => {
    const paths = [
      '/api/v1/namespaces/b/configmaps/x',
      '/apis/apps/v1/deployments',
      '/api/v1/namespaces/a/configmaps/y',
      '/api/v1/namespaces/b/configmaps/z',
      '/api/v1/nodes',
      '/apis/apps/v1/namespaces/a/deployments',
    ];
    assert.equal(
      describePermissions(paths.map(permissionToRead)),
      'get configmaps in a, b; list deployments.apps; list nodes',
    );
  });
});
