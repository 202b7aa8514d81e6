import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { imageSites } from '../../../src/images/image-sites.ts';
import type { KubernetesObject } from '../../../src/manifest/object.ts';
import { deployment, object } from '../support/objects.ts';

const keys = (...objects: KubernetesObject[]): [string, string][] =>
  imageSites(objects).map(({ key, ref }) => [key, ref]);
const manager = (path: string, image: string, name: unknown = 'manager'): KubernetesObject =>
  deployment(path, [{ name, image }]);

describe('keys of images', () => {
  it('are shared by the places of one image', () => {
    assert.deepEqual(keys(manager('ns/a', 'r.io/m:1'), manager('ns/b', 'r.io/m:1')), [
      ['manager', 'r.io/m:1'],
      ['manager', 'r.io/m:1'],
    ]);
  });

  it('begin with the object where containers of one name differ', () => {
    assert.deepEqual(
      keys(
        manager('ns/a', 'r.io/a:1'),
        manager('ns/b', 'r.io/b:1'),
        manager('ns/c', 'r.io/c', 'c'),
      ),
      [
        ['a-manager', 'r.io/a:1'],
        ['b-manager', 'r.io/b:1'],
        ['c', 'r.io/c'],
      ],
    );
  });

  it('are numbered where the objects have one name, too', () => {
    const daemonSet = object('apps/v1 DaemonSet ns/a', {
      spec: { template: { spec: { containers: [{ name: 'manager', image: 'r.io/b:1' }] } } },
    });
    assert.deepEqual(keys(manager('ns/a', 'r.io/a:1'), daemonSet), [
      ['a-manager-1', 'r.io/a:1'],
      ['a-manager-2', 'r.io/b:1'],
    ]);
  });

  it('do not run into that of another image by being renamed', () => {
    const found = keys(
      manager('ns/a', 'r.io/1'),
      manager('other/a', 'r.io/2'),
      manager('ns/b', 'r.io/3', 'a-manager-1'),
      manager('ns/c', 'r.io/4', 'a-manager'),
    );
    assert.equal(new Set(found.map(([key]) => key)).size, 4, JSON.stringify(found));
  });

  it('are plain words whatever upstream calls its containers', () => {
    const names = ['a b', '$(x)', 'a\nb', '', 7, null, '--', '__proto__'];
    assert.deepEqual(
      names.map((name) => keys(manager('ns/a', 'r.io/m:1', name))[0]?.[0]),
      ['a-b', 'x-', 'a-b', 'containers-0', 'containers-0', 'containers-0', 'image', 'proto__'],
    );
    const env = [{ name: 'RELATED_IMAGE_', value: 'r.io/x:1' }];
    assert.equal(keys(deployment('a', [{ name: 'm', image: 'r.io/m:1', env }]))[1]?.[0], 'image');
  });

  it('stand for one image each, whatever the names', () => {
    const names = fc.constantFrom('m', 'm-1', 'm-2', 'a-m', 'a-m-1', 'm m', 'm-m', '__proto__');
    const workloads = fc.record({
      path: fc.constantFrom('x/a', 'y/a', 'x/b', 'x/m'),
      name: names,
      image: fc.constantFrom('r.io/1', 'r.io/2', 'r.io/3', ''),
    });
    fc.assert(
      fc.property(fc.array(workloads, { maxLength: 12 }), (all) => {
        const found = keys(...all.map(({ path, name, image }) => manager(path, image, name)));
        const byKey = new Map(found);
        for (const [key, ref] of found) {
          assert.equal(byKey.get(key), ref);
          assert.match(key, /^[a-z\d][\w.-]*$/);
        }
      }),
    );
  });
});
