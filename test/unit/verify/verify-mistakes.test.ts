import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  DEPLOYMENT,
  TREE,
  append,
  edit,
  found,
  relock,
  replace,
  copyLantern,
} from './support/lantern-release.ts';
import type { Change } from './support/lantern-release.ts';

const CRD = `${TREE}/customresourcedefinition_lanterns.lantern.example.com.yaml`;

describe('verifyRelease, of a release whose lock was kept in step with a mistake,', () => {
  const mistakes: [what: string, file: string, change: Change, finding: string][] = [
    [
      'a field that the CRD does not know',
      `${TREE}/lantern_main.yaml`,
      append('  colour: red\n'),
      'error resource-invalid',
    ],
    [
      'a value out of bounds',
      `${TREE}/lantern_main.yaml`,
      replace('brightness: 60', 'brightness: 101'),
      'error resource-invalid',
    ],
    [
      'a version that is not served',
      `${TREE}/lantern_main.yaml`,
      replace('example.com/v1', 'example.com/v2'),
      'error version-unserved',
    ],
    ['a kind without its CRD', CRD, () => undefined, 'note kind-undefined'],
    [
      'a CRD without a storage version',
      CRD,
      replace('storage: true', 'storage: false'),
      'error crd-invalid',
    ],
    [
      'a missing ServiceAccount',
      `${TREE}/serviceaccount_lantern-operator.yaml`,
      () => undefined,
      'error service-account-missing',
    ],
    [
      'a missing role',
      `${TREE}/role_lantern-operator.yaml`,
      () => undefined,
      'note role-elsewhere',
    ],
    [
      'a missing namespace',
      `${TREE}/namespace_lantern.yaml`,
      () => undefined,
      'note namespace-elsewhere',
    ],
    [
      'a Service that selects nothing',
      `${TREE}/service_lantern-operator-metrics.yaml`,
      replace('name: lantern-operator\n  ports', 'name: other\n  ports'),
      'note service-selects-nothing',
    ],
    [
      'a ConfigMap that nothing makes',
      DEPLOYMENT,
      replace(
        '          ports:',
        '          envFrom:\n            - configMapRef:\n                name: settings\n          ports:',
      ),
      'note configuration-elsewhere',
    ],
    [
      'a container that is pulled at each start',
      DEPLOYMENT,
      replace('IfNotPresent', 'Always'),
      'note pull-always',
    ],
    [
      'an image that the lock does not know',
      DEPLOYMENT,
      replace('operator:1.4.2', 'operator:1.4.3'),
      'error image-not-locked',
    ],
    [
      'a manifest that is none',
      `${TREE}/signalclass_lantern.yaml`,
      () => 'kind: SignalClass\n',
      'error manifest-invalid',
    ],
    [
      'a manifest that is no YAML',
      `${TREE}/signalclass_lantern.yaml`,
      () => 'a: [\n',
      'error yaml-invalid',
    ],
    [
      'an object that stands there twice',
      `${TREE}/copy.yaml`,
      () => 'apiVersion: v1\nkind: Namespace\nmetadata: {name: lantern}\n',
      'error object-twice',
    ],
  ];
  for (const [what, file, change, finding] of mistakes) {
    it(`finds ${what}`, async (test) => {
      const directory = await copyLantern(test);
      await edit(directory, file, change);
      await relock(directory);
      const codes = (await found(directory)).map((each) => each.split(' ').slice(0, 2).join(' '));
      assert.ok(codes.includes(finding), codes.join(', '));
      assert.ok(!codes.includes('error release-changed'), 'the lock is in step');
    });
  }
});
