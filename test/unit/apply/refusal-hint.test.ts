import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { refusalHint } from '../../../src/apply/refusal-hint.ts';
import { statusError } from '../cluster/support/errors.ts';

/** What the API server said of each cause (kube-apiserver 1.36), and what the hint has to name. */
const CASES: [string, number, object, string, RegExp][] = [
  [
    'a namespace that is not there',
    404,
    { kind: 'namespaces', name: 'shop' },
    'namespaces "shop" not found',
    /create the namespace shop/,
  ],
  ['a kind that is not served', 404, {}, '404 page not found', /does not serve this kind/],
  [
    'a namespace that is being deleted',
    403,
    { causes: [{ reason: 'NamespaceTerminating', field: 'metadata.namespace' }] },
    'configmaps "a" is forbidden: unable to create new content in namespace shop because it is …',
    /namespace shop is being deleted/,
  ],
  [
    'a CRD that is being deleted',
    403,
    {},
    'lamps "a" is forbidden: create not allowed while custom resource definition is terminating',
    /CRD of its kind is being deleted/,
  ],
  [
    'a quota',
    403,
    {},
    'pods "a" is forbidden: exceeded quota: small, requested: pods=1, used: pods=1, limited: pods=1',
    /ResourceQuota small of the namespace shop/,
  ],
  [
    'a quota that wants to know more',
    403,
    {},
    'pods "a" is forbidden: failed quota: small: must specify limits.cpu for: main',
    /ResourceQuota small of/,
  ],
  [
    'missing rights',
    403,
    {},
    'lamps "a" is forbidden: User "me" cannot patch resource "lamps" in API group "example.com"',
    /the user me of the kubeconfig lacks rights/,
  ],
  [
    'rights that the user would give without having them',
    403,
    {},
    'clusterroles "a" is forbidden: user "me" (groups=["b"]) is attempting to grant RBAC permissions …',
    /the user me of the kubeconfig lacks rights/,
  ],
  ['another admission plugin', 403, {}, 'pods "a" is forbidden: no', /an admission plugin/],
  [
    'a webhook',
    400,
    {},
    'admission webhook "a.example.com" denied the request: no',
    /admission webhook a\.example\.com denies it/,
  ],
  [
    'a webhook that says Forbidden',
    403,
    {},
    'admission webhook "a.example.com" denied the request: exceeded quota: none',
    /admission webhook a\.example\.com denies it/,
  ],
  [
    'an admission policy',
    422,
    { causes: [{ message: 'no' }] },
    `lamps "a" is forbidden: ValidatingAdmissionPolicy 'safe' with binding 'b' denied request: no`,
    /admission policy safe denies it.*never forced/,
  ],
  [
    'an immutable field',
    422,
    { causes: [{ reason: 'FieldValueInvalid', field: 'spec.selector' }] },
    'Deployment.apps "a" is invalid: spec.selector: Invalid value: {}: field is immutable',
    /cannot be changed/,
  ],
  [
    'a role of a binding',
    422,
    {},
    'RoleBinding "a" is invalid: roleRef: Invalid value: {}: cannot change roleRef',
    /cannot be changed/,
  ],
  ['an invalid object', 422, {}, 'spec.size: Invalid value: 0', /correct the manifest/],
  ['an object that is too large', 413, {}, 'Request entity too large', /larger than/],
  ['a bad request', 400, {}, 'strict decoding error: unknown field "a"', /correct the manifest/],
];

describe('refusalHint', () => {
  for (const [name, status, details, message, hint] of CASES) {
    it(`has a hint for ${name}`, () => {
      assert.match(refusalHint('shop', statusError(status, { message, details })), hint);
    });
  }

  it('leaves nothing unsaid', () => {
    for (const [, status, details, message] of CASES) {
      assert.doesNotMatch(
        refusalHint('shop', statusError(status, { message, details })),
        /undefined/,
      );
    }
  });
});
