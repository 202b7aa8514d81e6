import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findInBundle } from '../../../src/bundle/find-in-bundle.ts';
import { bundleOf, DEPLOYMENT, installation, webhook } from '../support/bundle.ts';
import type { BundleOptions } from '../support/bundle.ts';
import { crd } from '../support/objects.ts';

const ids = (options: BundleOptions) =>
  findInBundle(bundleOf(options), installation()).map(({ id }) => id);
const running = (...accounts: string[]) =>
  accounts.map((serviceAccountName, index) => ({
    name: `lamp-${index}`,
    spec: { ...DEPLOYMENT.spec, template: { spec: { serviceAccountName } } },
  }));
const converted = (strategy: string) => {
  const { spec, ...rest } = crd('Lamp');
  return { ...rest, spec: { ...(spec as object), conversion: { strategy } } };
};
const rule = (resource: string) => ({ apiGroups: [''], resources: [resource], verbs: ['get'] });
const api = { version: 'v1', kind: 'Wick' };

describe('findInBundle', () => {
  const cases: [what: string, options: BundleOptions, ...expected: string[]][] = [
    ['nothing in a small bundle', {}],
    [
      'requirements, in the order in which they are stated, each once',
      {
        files: {
          'metadata/dependencies.yaml': `dependencies:
- {type: olm.package, value: {packageName: power, version: 1.0.0}}
- {type: olm.gvk, value: {group: example.com, version: v1, kind: Wick}}
`,
        },
        csvAnnotations: {
          'olm.properties':
            '[{"type":"olm.maxOpenShiftVersion","value":"4.17"},{"type":"a","value":1}]',
        },
        spec: {
          customresourcedefinitions: { required: [{ name: 'wicks.example.com', ...api }] },
          apiservicedefinitions: { required: [{ group: 'sun.example.com', ...api }] },
          nativeAPIs: [
            { group: 'apps', version: 'v1', kind: 'Deployment' },
            { group: 'route.example.com', version: 'v1', kind: 'Route' },
          ],
        },
      },
      'bundle-dependency:power',
      'bundle-dependency:Wick.v1.example.com',
      'bundle-dependency:Wick.v1.sun.example.com',
      'bundle-dependency:Route.v1.route.example.com',
      'bundle-dependency:openshift-4.17',
    ],
    [
      'no requirement that the bundle itself meets',
      {
        objects: [crd('Wick')],
        spec: {
          customresourcedefinitions: {
            owned: [{ name: 'wicks.example.com' }],
            required: [{ name: 'wicks.example.com', ...api }],
          },
        },
      },
    ],
    [
      'requirements of one name apart, and none with spaces',
      {
        files: {
          'metadata/needs.yaml': `dependencies:
- {type: olm.package, value: {packageName: power supply, version: 1.0.0}}
- {type: olm.package, value: {packageName: power supply, version: 2.0.0}}
`,
        },
      },
      'bundle-dependency:power-supply',
      'bundle-dependency:power-supply-2',
    ],
    [
      'pods without permissions, once for each account',
      {
        install: {
          deployments: running('lamp', 'wick', 'wick', 'default'),
          permissions: [{ serviceAccountName: 'lamp', rules: [] }],
        },
      },
      'service-account-without-permissions:wick',
    ],
    [
      'permissions that hold in all namespaces',
      { install: { permissions: [{ serviceAccountName: 'lamp', rules: [rule('secrets')] }] } },
      'permissions-in-all-namespaces:lamp',
    ],
    [
      'no permissions for leader election',
      { install: { permissions: [{ serviceAccountName: 'lamp', rules: [rule('configmaps')] }] } },
    ],
    [
      'a conversion that nobody makes',
      { objects: [converted('Webhook')] },
      'conversion-without-webhook:lamps.example.com',
    ],
    [
      'no conversion that a webhook makes',
      {
        objects: [converted('Webhook')],
        spec: {
          webhookdefinitions: [
            webhook({ type: 'ConversionWebhook', conversionCRDs: ['lamps.example.com'] }),
          ],
        },
      },
    ],
    ['no conversion that is none', { objects: [converted('None')] }],
    ['a cleanup', { spec: { cleanup: { enabled: true } } }, 'bundle-cleanup:lamp-operator'],
    ['no cleanup that is off', { spec: { cleanup: { enabled: false } } }],
  ];
  for (const [what, options, ...expected] of cases) {
    it(`finds ${what}`, () => {
      assert.deepEqual(ids(options), expected);
    });
  }

  it('finds nothing in all namespaces of an operator for some', () => {
    const permissions = [{ serviceAccountName: 'lamp', rules: [rule('secrets')] }];
    const found = findInBundle(
      bundleOf({ install: { permissions } }),
      installation({ targetNamespaces: ['a'] }),
    );
    assert.deepEqual(found, []);
  });

  it('finds a bundle that is too large for OLM', () => {
    const size = (compressedBytes: number) =>
      findInBundle({ ...bundleOf(), compressedBytes }, installation()).map(({ id }) => id);
    assert.deepEqual(size(1024 * 1024), []);
    assert.deepEqual(size(1024 * 1024 + 1), ['bundle-oversized:lamp-operator']);
  });

  it('says what each is and where, and stops nothing', () => {
    const found = findInBundle(
      bundleOf({
        objects: [converted('Webhook')],
        install: {
          deployments: running('wick'),
          permissions: [{ serviceAccountName: 'lamp', rules: [rule('secrets'), rule('pods')] }],
        },
        spec: {
          cleanup: { enabled: true },
          nativeAPIs: [{ group: 'route.example.com', version: 'v1', kind: 'Route' }],
        },
      }),
      installation(),
    );
    assert.equal(found.length, 5);
    for (const { severity, at, hint } of found) {
      assert.equal(severity, 'note');
      assert.match(at?.file ?? '', /^bundle\/manifests\/(?:csv|objects)\.yaml$/);
      assert.ok((at?.line ?? 0) > 1);
      assert.notEqual(hint, '');
    }
    assert.deepEqual(
      found.map(({ message }) => message),
      [
        'unmet precondition: the operator needs the API route.example.com/v1 Route',
        'the pods of lamp-0 run as wick, which no permissions are given to',
        'lamp gets permissions in all namespaces, as from OLM: secrets, pods, namespaces',
        'is to be converted by a webhook that the ClusterServiceVersion does not define',
        'the operator wants its custom resources deleted before it is uninstalled itself',
      ],
    );
  });
});
