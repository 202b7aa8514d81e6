import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import type { Json, JsonObject } from '../../../src/manifest/json.ts';
import { redactJson, redactObject } from '../../../src/support-archive/redact.ts';

/** A field of an object, and what is left of it. */
const FIELDS: Record<string, [before: Json, after: Json]> = {
  'a field that says nothing': [
    { size: 3, color: 'red' },
    { size: 3, color: 'red' },
  ],
  'a password': [{ password: 'hunter2' }, { password: '[masked]' }],
  'a number': [
    { token: 1234, tokenSeconds: 30 },
    { token: '[masked]', tokenSeconds: 30 },
  ],
  'a list': [{ tokens: ['a', 'b'] }, { tokens: ['[masked]', '[masked]'] }],
  'a switch': [{ automountServiceAccountToken: false }, { automountServiceAccountToken: false }],
  'an empty one, or a switch in words': [
    { password: '', token: null, annotations: { 'k8s.io/token-auth': 'false' }, tls: { key: '' } },
    { password: '', token: null, annotations: { 'k8s.io/token-auth': 'false' }, tls: { key: '' } },
  ],
  references: [
    { secretName: 'a', tokenSecretRef: { name: 'b', key: 'c' }, imagePullSecrets: [{ name: 'd' }] },
    { secretName: 'a', tokenSecretRef: { name: 'b', key: 'c' }, imagePullSecrets: [{ name: 'd' }] },
  ],
  'a volume of a Secret': [
    { secret: { secretName: 'a', defaultMode: 420, items: [{ key: 'b', path: 'c' }] } },
    { secret: { secretName: 'a', defaultMode: 420, items: [{ key: 'b', path: 'c' }] } },
  ],
  'what a volume’s driver is told': [
    { flexVolume: { driver: 'a/b', options: { user: 'hunter2' } } },
    { flexVolume: { driver: 'a/b', options: { user: '[7 bytes]' } } },
  ],
  'what is below a secret': [
    { credentials: { user: 'a', more: [{ inline: 'b', number: 5 }], name: 'c' } },
    {
      credentials: {
        user: '[masked]',
        more: [{ inline: '[masked]', number: '[masked]' }],
        name: 'c',
      },
    },
  ],
  'a text that shows one': [{ note: 'token=abc' }, { note: 'token=[masked]' }],
  'a key in lines': [
    { lines: ['-----BEGIN PRIVATE KEY-----', 'MIIE', '-----END PRIVATE KEY-----'] },
    { lines: ['[masked]'] },
  ],
  'a name and a value': [
    {
      headers: [
        { name: 'X-Api-Key', value: 'abc' },
        { name: 'X-Size', value: 'abc' },
      ],
    },
    {
      headers: [
        { name: 'X-Api-Key', value: '[masked]' },
        { name: 'X-Size', value: 'abc' },
      ],
    },
  ],
  variables: [
    {
      env: [
        { name: 'A', value: 'hunter2' },
        { name: 'B', value: 'true' },
        { name: 'PIN', value: '1234' },
        { name: 'C', valueFrom: { secretKeyRef: { name: 'a', key: 'b' } } },
      ],
    },
    {
      env: [
        { name: 'A', value: '[masked]' },
        { name: 'B', value: 'true' },
        { name: 'PIN', value: '[masked]' },
        { name: 'C', valueFrom: { secretKeyRef: { name: 'a', key: 'b' } } },
      ],
    },
  ],
  'variables as a map': [
    { env: { A: 'hunter2', B: 'true', PIN: '1234', C: { x: 'y' } } },
    { env: { A: '[masked]', B: 'true', PIN: '[masked]', C: { x: 'y' } } },
  ],
  'capabilities, and variables in one text': [
    { capabilities: { add: ['NET_ADMIN'] }, env: ['A=hunter2'] },
    { capabilities: { add: ['NET_ADMIN'] }, env: ['[masked]'] },
  ],
  'headers that a route sets': [
    { requestHeaderModifier: { set: [{ name: 'X', value: 'hunter2' }], remove: ['Y'] } },
    { requestHeaderModifier: { set: [{ name: 'X', value: '[masked]' }], remove: ['Y'] } },
  ],
  'headers of a probe': [
    { httpHeaders: [{ name: 'X', value: 'abc' }] },
    { httpHeaders: [{ name: 'X', value: '[masked]' }] },
  ],
  'words of a command line': [
    {
      command: ['/bin/lamp', 'hunter2', '-c', 'curl -u a:b'],
      args: [
        '--level=5',
        '--user=me',
        '--leader-elect',
        '--password',
        '12345',
        '-phunter2',
        '--pin=12',
        '--rate',
        '30s',
      ],
    },
    {
      command: ['/bin/lamp', '[masked]', '-c', '[masked]'],
      args: [
        '--level=5',
        '--user=[masked]',
        '--leader-elect',
        '--password',
        '[masked]',
        '[masked]',
        '--pin=[masked]',
        '--rate',
        '30s',
      ],
    },
  ],
  certificates: [
    { caBundle: 'QUJD', certificate: 'x' },
    { caBundle: '[4 bytes]', certificate: '[1 bytes]' },
  ],
  "a Route's key": [
    { tls: { key: 'short', termination: 'edge' } },
    { tls: { key: '[masked]', termination: 'edge' } },
  ],
  "a driver's values": [
    { volumeAttributes: { a: 'hunter2' } },
    { volumeAttributes: { a: '[7 bytes]' } },
  ],
  'a Secret inside': [
    {
      manifest: { apiVersion: 'v1', kind: 'Secret', data: { a: 'aHVu' }, stringData: { b: 'hun' } },
    },
    {
      manifest: {
        apiVersion: 'v1',
        kind: 'Secret',
        data: { a: '[4 bytes]' },
        stringData: { b: '[3 bytes]' },
      },
    },
  ],
  'a ConfigMap inside': [
    {
      manifest: { apiVersion: 'v1', kind: 'ConfigMap', data: { a: 'hun' }, binaryData: { b: '' } },
    },
    {
      manifest: {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        data: { a: '[3 bytes]' },
        binaryData: { b: '[0 bytes]' },
      },
    },
  ],
  'a key alone, and a key and a value': [
    { credentials: { key: 'hunter2' }, settings: [{ key: 'password', value: 'hunter2' }] },
    { credentials: { key: '[masked]' }, settings: [{ key: 'password', value: '[masked]' }] },
  ],
  'a large text': [{ values: 'a'.repeat(300_000) }, { values: '[300000 bytes]' }],
  'the name of a field': [{ 'token=abc': true }, { 'token=[masked]': true }],
};

describe('redactObject', () => {
  for (const [name, [before, after]] of Object.entries(FIELDS)) {
    it(`of ${name}`, () => {
      const object = (spec: Json): JsonObject => ({
        apiVersion: 'example.com/v1',
        kind: 'Lamp',
        spec,
      });
      assert.deepEqual(redactObject(object(before)), object(after));
    });
  }

  it('leaves the values of known annotations, and the sizes of others', () => {
    const annotations = (values: JsonObject): JsonObject => ({ metadata: { annotations: values } });
    assert.deepEqual(
      redactObject(
        annotations({
          'kubectl.kubernetes.io/last-applied-configuration': '{}',
          'deployment.kubernetes.io/revision': '3',
          'haproxy.router.openshift.io/timeout': '5s, token=abc',
          'openshift.io/token-secret.value': 'abc',
          'example.com/note': 'hunter2',
          'server.ingress.kubernetes.io/configuration-snippet': 'set X "hunter2"',
          'notkubernetes.io/note': 'hunter2',
          note: 'hunter2',
        }),
      ),
      annotations({
        'deployment.kubernetes.io/revision': '3',
        'haproxy.router.openshift.io/timeout': '5s, token=[masked]',
        'openshift.io/token-secret.value': '[masked]',
        'example.com/note': '[7 bytes]',
        'server.ingress.kubernetes.io/configuration-snippet': '[15 bytes]',
        'notkubernetes.io/note': '[7 bytes]',
        note: '[7 bytes]',
      }),
    );
  });

  it('leaves of a ConfigMap the names of its keys', () => {
    const configMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { managedFields: [] } };
    assert.deepEqual(
      redactObject({ ...configMap, data: { a: 'hunter2' }, binaryData: { b: 'AAAA' } }),
      { ...configMap, metadata: {}, data: { a: '[7 bytes]' }, binaryData: { b: '[4 bytes]' } },
    );
  });

  it('takes no Secret', () => {
    assert.throws(() => redactObject({ apiVersion: 'v1', kind: 'Secret' }), TypeError);
  });

  const secret = 'hUnTeR2hUnTeR2';
  const place = fc.constantFrom<(inner: Json) => Json>(
    (inner) => ({ spec: inner }),
    (inner) => [inner, 'x'],
    (inner) => ({ template: { spec: { containers: [inner] } } }),
    (inner) => ({ name: 'x', value: inner }),
    (inner) => ({ metadata: inner }),
  );
  const field = fc.constantFrom<Json>(
    { password: secret },
    { apiTokens: [secret] },
    { credentials: { deep: [{ inline: secret }] } },
    { env: [{ name: 'X', value: secret }] },
    { args: [secret, `--x=${secret}`, `-x${secret}`] },
    { command: ['sh', '-c', secret] },
    { annotations: { 'example.com/a': secret } },
    { annotations: { 'a.kubernetes.io/a': `password: ${secret}` } },
    { httpGet: { httpHeaders: [{ name: 'X', value: secret }] } },
    { message: `sent Bearer ${secret}` },
    { stringData: { a: secret } },
    { managedFields: [secret] },
    { tls: { key: secret } },
    { volumeAttributes: { a: secret } },
    { auth: secret },
  );

  it('leaves nothing of a secret, wherever in an object it is', () => {
    fc.assert(
      fc.property(fc.array(place, { maxLength: 4 }), field, (places, value) => {
        const json = places.reduce((inner, put) => put(inner), value);
        assert.ok(!JSON.stringify(redactJson(json)).includes(secret));
      }),
      { seed: 1, numRuns: 1000 },
    );
  });

  it('leaves JSON in its shape, whatever it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const redacted = redactJson(value as Json);
        assert.equal(typeof redacted, typeof value);
        assert.doesNotThrow(() => JSON.stringify(redacted));
      }),
      { seed: 1 },
    );
  });
});
