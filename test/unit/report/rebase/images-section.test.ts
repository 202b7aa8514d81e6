import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { imagesSection } from '../../../../src/report/rebase/images-section.ts';
import { lockedImage } from '../support/report.ts';

const TABLE = '| image | reference | because |\n| --- | --- | --- |\n';
const REASON = 'a container of Deployment ns/a';

describe('imagesSection', () => {
  it('is none without images', () => assert.deepEqual(imagesSection({}, undefined), []));

  it('shows what a device needs, and counts the others', () => {
    const unneeded = lockedImage('r.io/c:1', { embedded: false });
    const images = { b: lockedImage('r.io/b:1'), c: unneeded };
    assert.deepEqual(imagesSection(images, undefined), [
      '## Images to embed (1)',
      `${TABLE}| \`b\` | \`r.io/b:1\` | ${REASON} |`,
      '1 more image that nothing on a device asks for: `microshift-optional images DIR` lists them.',
    ]);
    assert.match(imagesSection({ c: unneeded, d: unneeded }, undefined)[1] ?? '', /^2 more images/);
  });

  it('shows the references of both architectures where they differ', () => {
    const platforms = { x86_64: 'r.io/b@x', aarch64: 'r.io/b@a' };
    const [, table] = imagesSection({ b: lockedImage('r.io/b:1', { platforms }) }, undefined);
    assert.ok(table?.includes('| x86_64 `r.io/b@x`, aarch64 `r.io/b@a` |'));
    const same = { x86_64: 'r.io/b@x', aarch64: 'r.io/b@x' };
    const [, one] = imagesSection({ b: lockedImage('r.io/b:1', { platforms: same }) }, undefined);
    assert.ok(one?.includes('| `r.io/b@x` |'));
  });

  it('says what need not be embedded any longer', () => {
    const before = {
      a: lockedImage('r.io/a:1'),
      b: lockedImage('r.io/b:1'),
      c: lockedImage('r.io/c:1', { embedded: false }),
      d: lockedImage('r.io/d:1'),
    };
    const after = {
      renamed: lockedImage('r.io/a:1'),
      d: lockedImage('r.io/d:1', { embedded: false }),
    };
    assert.equal(
      imagesSection(after, before).at(-1),
      '- no longer: `r.io/b:1`\n- no longer: `r.io/d:1`',
    );
    assert.equal(imagesSection(before, before).length, 3);
    assert.deepEqual(imagesSection({}, { a: lockedImage('r.io/a:1') }), [
      '## Images to embed (0)',
      '- no longer: `r.io/a:1`',
    ]);
  });
});
