import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, it } from 'node:test';
import tls from 'node:tls';
import { trustedCertificates } from '../../../src/source/trusted-certificates.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const pem = (content: string): string =>
  `-----BEGIN CERTIFICATE-----\n${content}\n-----END CERTIFICATE-----`;

describe('trustedCertificates', () => {
  it('takes files and directories as they are named, each certificate once', async (test) => {
    const directory = await temporaryDirectory(test, {
      'ca.pem': `comment\n${pem('A')}\n${pem('B')}\n`,
      'one/b.0': pem('B'),
      'one/README': 'no certificate',
      'two/c.pem': pem('C'),
      'extra.pem': pem('D'),
    });
    const environment = {
      SSL_CERT_FILE: path.join(directory, 'ca.pem'),
      SSL_CERT_DIR: `${directory}/one:${directory}/missing:${directory}/two`,
      NODE_EXTRA_CA_CERTS: path.join(directory, 'extra.pem'),
    };
    assert.deepEqual(await trustedCertificates(environment), ['A', 'B', 'C', 'D'].map(pem));
  });

  it('adds extra ones to those that Node brings, where the system has none', async (test) => {
    const directory = await temporaryDirectory(test, { 'extra.pem': pem('D') });
    const environment = {
      SSL_CERT_FILE: '/nonexistent',
      SSL_CERT_DIR: '/nonexistent',
      NODE_EXTRA_CA_CERTS: path.join(directory, 'extra.pem'),
    };
    const found = await trustedCertificates(environment);
    assert.deepEqual(found, [...tls.rootCertificates, pem('D')]);
  });

  it('finds some without any variable', async () => {
    assert.ok((await trustedCertificates({})).length > 0);
  });
});
