import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { imageCheck } from '../../../../src/verify/checks/images.ts';
import { object } from '../../support/objects.ts';
import { lockedImage } from '../support/lock.ts';
import { shownFinding, verified, web } from '../support/verified.ts';

const DIGEST = `registry.example.com/web@sha256:${'0'.repeat(64)}`;
const TAG = 'registry.example.com/web:1';

function check(references: string[], locked: string[], severity: 'note' | 'error' = 'note') {
  const containers = references.map((image, index) => ({ name: `c${index}`, image }));
  const release = verified(web({ containers }));
  const images = Object.fromEntries(locked.map((reference) => [reference, lockedImage(reference)]));
  return imageCheck(severity)({ ...release, lock: { ...release.lock, images } });
}

const PLACE = 'Deployment shop/web spec.template.spec.containers[0].image';

describe('imageCheck', () => {
  it('takes a digest that the lock knows', () => {
    assert.deepEqual(check([DIGEST], [DIGEST]), []);
  });

  const tagged = `image-tag ${PLACE}: the image ${TAG} has a tag and no digest, so its content may change`;
  for (const severity of ['note', 'error'] as const) {
    it(`a tag without a digest can be ${severity === 'note' ? 'a note' : 'an error'}`, () => {
      const findings = check([TAG], [TAG], severity);
      assert.deepEqual(findings.map(shownFinding), [`${severity} ${tagged}`]);
      assert.match(findings[0]?.hint ?? '', /--image c0=/);
    });
  }

  it('tells once of an image that stands in several places', () => {
    const findings = check([TAG, TAG], [TAG]).map(shownFinding);
    assert.deepEqual(findings, [`note ${tagged} (in 2 places)`]);
  });

  it('refuses an image that the lock does not know', () => {
    assert.deepEqual(check([DIGEST], [TAG]).map(shownFinding), [
      `error image-not-locked ${PLACE}: the lock does not know the image ${DIGEST}, so nothing would embed it`,
    ]);
  });

  it('refuses what is no reference', () => {
    assert.deepEqual(check(['${IMAGE}'], []).map(shownFinding), [
      `error image-invalid ${PLACE}: "\${IMAGE}" is no image reference`,
    ]);
  });

  it('looks at custom resources, too', () => {
    const release = verified(object('example.com/v1 Lamp shop/a', { spec: { image: TAG } }));
    const [notLocked] = imageCheck('note')(release);
    assert.equal(notLocked?.at?.field, 'spec.image');
  });
});
