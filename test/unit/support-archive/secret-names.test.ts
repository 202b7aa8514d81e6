import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isPlainSetting, saysSecret } from '../../../src/support-archive/secret-names.ts';

const SECRET = [
  'password',
  'DB_PASSWORD',
  'dbpassword',
  'adminPassword',
  'passwd',
  'pwd',
  'passphrase',
  'pgpass',
  'dbPass',
  'requirepass',
  'masterauth',
  'token',
  'accessToken',
  'X-Auth-Token',
  'secret',
  'clientSecret',
  'client_secret',
  'secretKey',
  'AWS_SECRET_ACCESS_KEY',
  'apiKey',
  'unsealKeys',
  'recoveryKey',
  'api-key',
  'APIKey',
  'privateKey',
  'client-key-data',
  'sshKeys',
  'credentials',
  'connectionString',
  'kubeconfig',
  '.dockerconfigjson',
  'psk',
  'hmac',
  'signature',
  'openshift.io/token-secret.value',
];

const NOT_SECRET = [
  '',
  'name',
  'key',
  'topologyKey',
  'secretName',
  'tokenSecretRef',
  'secretKeyRef',
  'imagePullSecretNames',
  'passwordFile',
  'tokenExpirationSeconds',
  'tokenUrl',
  'secretType',
  'certificateRefs',
  'replicas',
  'monkey',
  'signal',
  'message',
  'compass',
  'tlsBypass',
  'authority',
  'rbac.authorization.k8s.io/aggregate-to-admin',
];

describe('saysSecret', () => {
  it('knows names of secrets, however they are written', () => {
    assert.deepEqual(
      SECRET.filter((name) => !saysSecret(name)),
      [],
    );
  });

  it('does not take a reference, or what is told of a secret, for one', () => {
    assert.deepEqual(
      NOT_SECRET.filter((name) => saysSecret(name)),
      [],
    );
  });

  it('takes some words for a secret only where they name a text', () => {
    for (const name of ['auth', 'Authorization', 'cookie', 'basicAuth', 'pass']) {
      assert.deepEqual([saysSecret(name), saysSecret(name, 'fields')], [true, false], name);
    }
    assert.equal(saysSecret('credentials', 'fields'), true);
  });
});

describe('isPlainSetting', () => {
  it('is a switch, a small number or a time under a harmless name', () => {
    for (const value of ['', 'true', 'false', '0', '8080', ':8080', '30s', '500ms', 'info']) {
      assert.ok(isPlainSetting('LIMIT', value), value);
      assert.ok(!isPlainSetting('PIN', value), value);
    }
    for (const value of ['word', '123456', 'true ', '-1', '1d', 'tru\ne', '30s\n']) {
      assert.ok(!isPlainSetting('LIMIT', value), value);
    }
  });
});
