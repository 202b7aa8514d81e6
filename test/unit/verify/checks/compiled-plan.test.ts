import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkCompiledPlan } from '../../../../src/verify/checks/compiled-plan.ts';
import type { VerifiedRelease } from '../../../../src/verify/verified-release.ts';
import type { KubernetesObject } from '../../../../src/manifest/object.ts';
import { object } from '../../support/objects.ts';
import { TREE, textOf, withFile, writtenRelease } from '../support/written-release.ts';
import { web } from '../support/verified.ts';

const PLAN = `${TREE}/microshift-optional.plan.json`;
const image = (reference: string): KubernetesObject =>
  web({ containers: [{ name: 'main', image: reference }] });

/** Files and what is wrong with them. */
function found(release: VerifiedRelease): string[] {
  return checkCompiledPlan(release).map(
    ({ severity, code, at }) => `${severity} ${code} ${at?.file}`,
  );
}

describe('checkCompiledPlan', () => {
  const release = writtenRelease([
    object('v1 ConfigMap shop/b', { data: { a: 'x' } }),
    image('example.com/a:1'),
    object('v1 ConfigMap shop/a'),
  ]);
  const plan = textOf(release, PLAN);

  it('takes one that is what the YAML files give', () => assert.deepEqual(found(release), []));

  it('takes a tree without one, which only is slower', () => {
    assert.deepEqual(found(withFile(release, PLAN, undefined)), []);
  });

  const changes: [what: string, text: string][] = [
    ['another value', plan.replace('"a":"x"', '"a":"y"')],
    ['a field more', plan.replace('"a":"x"', '"a":"x","b":"y"')],
    ['an object less', plan.replace(/,\{"file":"deployment_web.yaml".*?\}\]/, ']')],
    ['other digests', plan.replaceAll(/sha256:./g, 'sha256:0')],
    ['another version', plan.replace(/"version":\d+/, '"version":999')],
    ['no JSON', '{'],
    ['nothing', ''],
  ];
  for (const [what, text] of changes) {
    it(`finds one that holds ${what}`, () => {
      assert.notEqual(text, plan);
      assert.deepEqual(found(withFile(release, PLAN, text)), [`error plan-differs out/${PLAN}`]);
    });
  }

  it('finds one of numbers that JSON cannot hold', () => {
    const file = `${TREE}/configmap_a.yaml`;
    const changed = withFile(release, file, `${textOf(release, file)}big: 9007199254740993\n`);
    assert.deepEqual(found(changed), [`error plan-differs out/${PLAN}`]);
  });
});

describe('checkCompiledPlan of an architecture', () => {
  const release = writtenRelease(
    [object('v1 ConfigMap shop/a.b'), image('example.com/a:1')],
    new Map([
      ['aarch64', (each) => (each.kind === 'Deployment' ? image('example.com/a:2') : each)],
    ]),
  );
  const patchFile = `${TREE}/kustomization.aarch64.yaml`;
  const planFile = `${TREE}/microshift-optional.plan.aarch64.json`;
  const patches = textOf(release, patchFile);

  it('takes one that is what the YAML files and the patches give', () => {
    assert.match(patches, /example.com\/a:2/);
    assert.match(textOf(release, planFile), /example.com\/a:2/);
    assert.deepEqual(found(release), []);
  });

  const changes: [what: string, file: string, text: string, finding: string][] = [
    [
      'another value in the plan',
      planFile,
      textOf(release, planFile).replace('a:2', 'a:3'),
      `plan-differs out/${planFile}`,
    ],
    [
      'another value in the patches',
      patchFile,
      patches.replace('a:2', 'a:3'),
      `plan-differs out/${planFile}`,
    ],
    [
      'patches of another object',
      patchFile,
      patches.replace('name: web', 'name: other'),
      `architecture-patches-invalid out/${patchFile}`,
    ],
    [
      'patches that do more than replace',
      patchFile,
      patches.replace('op: replace', 'op: remove'),
      `architecture-patches-invalid out/${patchFile}`,
    ],
    [
      'more than patches',
      patchFile,
      `${patches}namePrefix: my-\n`,
      `architecture-patches-invalid out/${patchFile}`,
    ],
    ['no YAML', patchFile, 'a: [', `yaml-invalid out/${patchFile}`],
  ];
  for (const [what, file, text, finding] of changes) {
    it(`finds ${what}`, () => {
      assert.notEqual(text, textOf(release, file));
      const [first] = found(withFile(release, file, text));
      assert.equal(first, `error ${finding}`);
    });
  }
});
