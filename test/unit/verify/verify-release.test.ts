import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { verifyRelease } from '../../../src/verify/verify-release.ts';
import { GOLDEN } from '../support/lantern.ts';
import {
  DEPLOYMENT,
  TREE,
  append,
  edit,
  found,
  replace,
  copyLantern,
} from './support/lantern-release.ts';
import type { Change } from './support/lantern-release.ts';

const PLAN = `${TREE}/microshift-optional.plan.json`;

/** The only thing to say of the lantern as it is: its operator's image has a tag. */
const TAG = `note image-tag ${DEPLOYMENT}`;

describe('verifyRelease', () => {
  it('takes a release as rebase writes it', async () => {
    assert.deepEqual(await found(GOLDEN), [TAG]);
  });

  it('says what it is that was verified', async () => {
    const { packageName, version, objects } = await verifyRelease(GOLDEN, {
      requireDigests: false,
    });
    assert.deepEqual([packageName, version, objects], ['microshift-lantern', '1.4.2', 14]);
  });

  it('refuses tags on request', async () => {
    assert.deepEqual(await found(GOLDEN, true), [`error image-tag ${DEPLOYMENT}`]);
  });

  const damages: [what: string, file: string, change: Change, findings: string[]][] = [
    ['a report that was edited', 'rebase-report.md', append('x'), ['release-changed']],
    ['a spec that was edited', 'rpm/microshift-lantern.spec', append('x'), ['release-changed']],
    ['a file that is gone', PLAN, () => undefined, ['release-changed']],
    ['a file that was added', `${TREE}/extra.txt`, () => '', ['release-file-unknown']],
    [
      'release information that was edited',
      'release-info/release-lantern-x86_64.json',
      replace('lantern/operator', 'lantern/other'),
      ['release-changed', 'release-info-wrong'],
    ],
    [
      'a plan that was edited',
      PLAN,
      replace('"brightness":60', '"brightness":61'),
      ['plan-differs', 'release-changed'],
    ],
    [
      'a kustomization that lacks a file',
      `${TREE}/kustomization.yaml`,
      replace('  - lantern_main.yaml\n', ''),
      ['kustomization-wrong', 'release-changed', 'plan-differs'],
    ],
  ];
  for (const [what, file, change, findings] of damages) {
    it(`finds ${what}`, async (test) => {
      const directory = await copyLantern(test);
      await edit(directory, file, change);
      assert.deepEqual(
        (await found(directory)).filter((each) => each !== TAG).map((each) => each.split(' ')[1]),
        findings,
      );
    });
  }
});
