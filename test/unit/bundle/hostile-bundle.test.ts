import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { convertBundle } from '../../../src/bundle/convert-bundle.ts';
import { readCsv } from '../../../src/bundle/read-csv.ts';
import { UserError } from '../../../src/errors.ts';
import type { Json, JsonObject } from '../../../src/manifest/json.ts';
import { objectId, objectKey } from '../../../src/manifest/object.ts';
import { apiService, bundleOf, installation, webhook } from '../support/bundle.ts';
import { crd, from, object } from '../support/objects.ts';

const BUNDLE = bundleOf({ objects: [crd('Lamp'), object('v1 Service lamp-service')] });
const json = () => fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>;
/** Often what it should be, sometimes anything. */
const mostly = (value: fc.Arbitrary<Json>) =>
  fc.oneof({ weight: 100, arbitrary: value }, { weight: 1, arbitrary: json() });
const name = () => fc.constantFrom('lamp', 'lamp.a', 'lamp-a', 'wick', '');
const list = (value: fc.Arbitrary<Json>) => mostly(fc.array(value, { maxLength: 3 }));
const texts = (...values: string[]) => list(fc.constantFrom(...values));

const permission = fc.record({
  serviceAccountName: mostly(name()),
  rules: list(
    fc.record({
      apiGroups: texts('', '*', 'coordination.k8s.io'),
      resources: texts('leases', 'pods', '*'),
      verbs: texts('get', '*'),
    }),
  ),
}) as fc.Arbitrary<JsonObject>;
const mounts = list(
  fc.record({
    name: mostly(fc.constantFrom('cert', 'webhook-cert')),
    mountPath: mostly(fc.constantFrom('/tmp/k8s-webhook-server/serving-certs', '/data')),
  }),
);
const container = fc.record({
  name: mostly(fc.constant('manager')),
  image: mostly(fc.constantFrom('a/b:1', '${A}')),
  volumeMounts: mounts,
}) as fc.Arbitrary<JsonObject>;
const deployment = fc.record({
  name: fc.constantFrom('lamp', 'lamp.a', 'lamp-a', 'wick'),
  spec: mostly(
    fc.record({
      selector: mostly(fc.constant({ matchLabels: { app: 'lamp' } })),
      template: mostly(
        fc.record({
          spec: mostly(
            fc.record({
              serviceAccountName: mostly(name()),
              containers: list(container),
              initContainers: list(container),
              volumes: list(fc.record({ name: mostly(fc.constantFrom('cert', 'data')) })),
            }),
          ),
        }),
      ),
    }),
  ),
}) as fc.Arbitrary<JsonObject>;
const definition = fc
  .record({
    type: fc.constantFrom('ValidatingAdmissionWebhook', 'ConversionWebhook'),
    generateName: fc.constantFrom('a.example.com', 'b.example.com', 'c.example.com'),
    deploymentName: fc.constantFrom('lamp', 'lamp', 'lamp.a', 'lamp-a'),
    containerPort: mostly(fc.constantFrom(443, 8443)),
    conversionCRDs: texts('lamps.example.com'),
    rules: list(fc.constant({ apiGroups: ['a'] })),
  })
  .map((fields) => webhook(fields) as JsonObject);

const api = fc
  .record({
    version: fc.constantFrom('v1', 'v2'),
    deploymentName: fc.constantFrom('lamp', 'lamp', 'lamp.a', 'lamp-a'),
    containerPort: mostly(fc.constantFrom(443, 5443)),
  })
  .map((fields) => apiService(fields) as JsonObject);

const csv = fc.record({
  // Most bundles have none.
  apis: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: list(api) }),
  targetNamespaces: fc.option(fc.uniqueArray(fc.constantFrom('a', 'b', 'ns'), { minLength: 1 }), {
    nil: undefined,
  }),
  permissions: list(permission),
  clusterPermissions: list(permission),
  deployments: mostly(fc.uniqueArray(deployment, { selector: (each) => each.name })),
  webhookdefinitions: mostly(
    fc.uniqueArray(definition, { maxLength: 3, selector: (each) => each.generateName }),
  ),
  relatedImages: list(fc.record({ name: mostly(fc.string()), image: fc.constant('a:1') })),
  owned: mostly(fc.constant([{ name: 'lamps.example.com' }])),
  cleanup: mostly(fc.constant({ enabled: true })),
});

describe('any ClusterServiceVersion', () => {
  it('becomes objects of which none stands twice, or is refused with reasons', () => {
    const seen = { converted: 0, refused: 0 };
    const property = fc.property(csv, ({ apis, targetNamespaces, ...fields }) => {
      const { permissions, clusterPermissions, deployments, owned, ...rest } = fields;
      const some = ['OwnNamespace', 'SingleNamespace', 'MultiNamespace'];
      const types = targetNamespaces === undefined ? ['AllNamespaces'] : some;
      const [manifest] = from(
        'csv.yaml',
        object('operators.coreos.com/v1alpha1 ClusterServiceVersion lamp.v1', {
          spec: {
            version: '1.0.0',
            installModes: types.map((type) => ({ type, supported: true })),
            install: { spec: { permissions, clusterPermissions, deployments } },
            customresourcedefinitions: { owned },
            apiservicedefinitions: { owned: apis },
            ...rest,
          },
        }),
      );
      assert.ok(manifest);
      try {
        const { objects } = convertBundle(
          { ...BUNDLE, csv: readCsv(manifest) },
          installation({ targetNamespaces, apiServices: true }),
        );
        const keys = objects.map((each) => objectKey(objectId(each)));
        assert.deepEqual(keys, [...new Set(keys)]);
        for (const { metadata } of objects) assert.ok(metadata.name.length <= 253);
        seen.converted += 1;
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        assert.ok(error.problems.length > 0);
        seen.refused += 1;
      }
    });
    fc.assert(property, { numRuns: 1000, seed: 1 });
    // Both happen often enough to mean something.
    assert.ok(seen.converted > 50 && seen.refused > 50, JSON.stringify(seen));
  });
});
