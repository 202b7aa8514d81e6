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
const specWith = (annotations: object) => {
  const spec = structuredClone(DEPLOYMENT.spec);
  return { ...spec, template: { ...spec.template, metadata: { annotations } } };
};
const annotationsOf = (spec: object, targetNamespaces?: string[]) =>
  valueAt(generate(spec, targetNamespaces), ['spec', 'template', 'metadata', 'annotations']);
const served = (targetNamespaces: string) => ({
  'olm.operatorNamespace': 'ns',
  'olm.targetNamespaces': targetNamespaces,
});

describe('generateDeployments', () => {
  it('tells a pod by annotations its own namespace, and those that it serves', () => {
    assert.deepEqual(annotationsOf(DEPLOYMENT.spec), served(''));
    assert.deepEqual(annotationsOf(DEPLOYMENT.spec, ['a']), served('a'));
    assert.deepEqual(annotationsOf(DEPLOYMENT.spec, ['b', 'a']), served('b,a'));
  });

  it('changes nothing else of the spec', () => {
    const expected = specWith(served(''));
    Object.assign(expected.template.metadata, { labels: { app: 'lamp' } });
    assert.deepEqual(generate(DEPLOYMENT.spec)?.spec, expected);
  });

  it('leaves a pod alone that is told all of its annotations', () => {
    const spec = structuredClone(DEPLOYMENT.spec);
    const item = { path: 'all', fieldRef: { fieldPath: 'metadata.annotations' } };
    Object.assign(spec.template.spec, { volumes: [{ name: 'a', downwardAPI: { items: [item] } }] });
    assert.deepEqual(generate(spec)?.spec, spec);
  });

  it('lets the annotation of the template win over that of OLM', () => {
    const own = { 'olm.targetNamespaces': 'mine', other: 'x' };
    assert.deepEqual(annotationsOf(specWith(own)), { ...served('mine'), ...own });
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
    assert.equal(valueAt(found[2], volumes), undefined);
  });
});
