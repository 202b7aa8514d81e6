import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { generateDeployments } from '../../../../src/bundle/generators/deployments.ts';
import { valueAt } from '../../../../src/manifest/json.ts';
import { apiService, bundleOf, DEPLOYMENT, installation, webhook } from '../../support/bundle.ts';

/** The Deployment that is made of a spec. */
const generate = (spec: object, targetNamespaces?: string[]) =>
  generateDeployments(
    bundleOf({ install: { deployments: [{ name: 'a', spec }] } }),
    installation({ targetNamespaces }),
  )[0];
const downward = (fieldPath: string) => ({ name: 'X', valueFrom: { fieldRef: { fieldPath } } });
const specWith = (env: object[], annotations?: object) => {
  const spec = structuredClone(DEPLOYMENT.spec);
  Object.assign(spec.template.spec.containers[0]!, { env });
  return annotations === undefined
    ? spec
    : { ...spec, template: { ...spec.template, metadata: { annotations } } };
};
const annotationsOf = (spec: object, targetNamespaces?: string[]) =>
  valueAt(generate(spec, targetNamespaces), ['spec', 'template', 'metadata', 'annotations']);

describe('generateDeployments', () => {
  const cases: [what: string, keys: string[], expected: object | undefined][] = [
    ['nothing that is not asked for', [], undefined],
    ['nothing of another name', ['other'], undefined],
    ['the namespaces that it serves', ['olm.targetNamespaces'], { 'olm.targetNamespaces': '' }],
    [
      'its own namespace',
      ['olm.operatorNamespace', 'olm.targetNamespaces'],
      { 'olm.operatorNamespace': 'ns', 'olm.targetNamespaces': '' },
    ],
  ];
  for (const [what, keys, expected] of cases) {
    it(`tells a pod by annotations ${what}`, () => {
      const env = keys.map((key) => downward(`metadata.annotations['${key}']`));
      assert.deepEqual(annotationsOf(specWith(env)), expected);
    });
  }

  it('tells a pod which namespaces it serves where these are not all', () => {
    const env = [downward("metadata.annotations['olm.targetNamespaces']")];
    assert.deepEqual(annotationsOf(specWith(env), ['a']), { 'olm.targetNamespaces': 'a' });
    assert.deepEqual(annotationsOf(specWith(env), ['b', 'a']), { 'olm.targetNamespaces': 'b,a' });
  });

  it('takes all annotations together for none of them', () => {
    const spec = structuredClone(DEPLOYMENT.spec);
    const item = { path: 'all', fieldRef: { fieldPath: 'metadata.annotations' } };
    Object.assign(spec.template.spec, { volumes: [{ name: 'a', downwardAPI: { items: [item] } }] });
    assert.deepEqual(generate(spec)?.spec, spec);
  });

  it('lets the annotation of the template win over that of OLM', () => {
    const own = { 'olm.targetNamespaces': 'mine', other: 'x' };
    const env = [downward("metadata.annotations['olm.targetNamespaces']")];
    assert.deepEqual(annotationsOf(specWith(env, own)), own);
  });

  it('gives a certificate to those that the API server calls, and to no others', () => {
    const names = ['lamp-operator', 'server', 'other'];
    const found = generateDeployments(
      bundleOf({
        install: { deployments: names.map((name) => ({ ...DEPLOYMENT, name })) },
        spec: {
          webhookdefinitions: [webhook()],
          apiservicedefinitions: { owned: [apiService({ deploymentName: 'server' })] },
        },
      }),
      installation({ apiServices: true }),
    );
    const volumes = ['spec', 'template', 'spec', 'volumes'];
    const secret = [...volumes, 0, 'secret', 'secretName'];
    assert.equal(valueAt(found[0], secret), 'lamp-operator-service-cert');
    assert.equal(valueAt(found[1], secret), 'server-service-cert');
    assert.deepEqual(found[2]?.spec, DEPLOYMENT.spec);
  });
});
