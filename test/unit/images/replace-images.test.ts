import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { imageSites } from '../../../src/images/image-sites.ts';
import { replaceImages } from '../../../src/images/replace-images.ts';
import { deployment, object } from '../support/objects.ts';

describe('replaceImages', () => {
  const original = deployment('a', [
    { name: 'm', image: 'r.io/m:1', args: ['--x-image=r.io/x:1'], command: ['r.io/m:1'] },
  ]);

  it('puts images where they stood, behind the names of arguments', () => {
    const [replaced] = replaceImages([original], imageSites([original]), ({ ref }) => `${ref}2`);
    assert.deepEqual(
      replaced,
      deployment('a', [
        { name: 'm', image: 'r.io/m:12', args: ['--x-image=r.io/x:12'], command: ['r.io/m:1'] },
      ]),
    );
  });

  it('copies only what it changes', () => {
    const other = object('v1 ConfigMap a');
    const sites = imageSites([original]);
    const same = replaceImages([original, other], sites, ({ ref }) => ref);
    assert.ok(same[0] === original && same[1] === other);
    const [changed, untouched] = replaceImages([original, other], sites, () => 'r.io/n:1');
    assert.ok(changed !== original && untouched === other);
    assert.equal(imageSites([original])[0]?.ref, 'r.io/m:1');
  });

  it('takes the sites of the very objects, not of equal ones', () => {
    const sites = imageSites([structuredClone(original)]);
    assert.equal(replaceImages([original], sites, () => 'r.io/n:1')[0], original);
  });

  it('replaces below any key', () => {
    const spec = JSON.parse('{"__proto__": {"image": "r.io/a:1"}}');
    const lamp = object('example.com/v1 Lamp main', { spec });
    const [replaced] = replaceImages([lamp], imageSites([lamp]), () => 'r.io/b:1');
    assert.equal(JSON.stringify(replaced?.spec), '{"__proto__":{"image":"r.io/b:1"}}');
  });

  const digits = '0'.repeat(64);
  const divided: [reference: string, repository: string, tag: string][] = [
    ['r.io/n:2', 'r.io/n', '2'],
    [`r.io/n@sha256:${digits}`, 'r.io/n@sha256', digits],
    [`r.io:5000/n:2@sha256:${digits}`, 'r.io:5000/n:2@sha256', digits],
    ['r.io:5000/n', 'r.io:5000/n', 'latest'],
  ];
  for (const [reference, repository, tag] of divided) {
    it(`puts ${reference} where an image stood in parts, to be found again`, () => {
      const image = { repository: 'r.io/l', tag: '1', pullPolicy: 'Never' };
      const lamp = object('example.com/v1 Lamp main', { spec: { image } });
      const [replaced] = replaceImages([lamp], imageSites([lamp]), () => reference);
      assert.ok(replaced !== undefined);
      assert.deepEqual(replaced.spec, { image: { ...image, repository, tag } });
      const found = imageSites([replaced]).map(({ ref }) => ref.replace(/:latest$/, ''));
      assert.deepEqual(found, [reference]);
    });
  }
});
