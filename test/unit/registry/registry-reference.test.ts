import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  isLoopback,
  parseRegistryReference,
  transportName,
} from '../../../src/registry/registry-reference.ts';
import { withoutCredentials } from '../../../src/registry/without-credentials.ts';

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;
const OTHER = `sha256:${'fedcba9876543210'.repeat(4)}`;

describe('parseRegistryReference', () => {
  for (const [text, host] of [
    ['quay.io/org/name:1', 'quay.io'],
    ['localhost/name', 'localhost'],
    ['localhost:5000/name', 'localhost:5000'],
    ['127.0.0.1:5000/org/name', '127.0.0.1:5000'],
    ['org/name', 'docker.io'],
    ['name:1', 'docker.io'],
    ['Registry/name', 'Registry'],
  ] as const) {
    it(`asks ${host} for ${text}`, () => {
      assert.equal(parseRegistryReference(text)?.host, host);
    });
  }

  for (const text of ['', '--help', 'a b', 'u:p@h/a', 'https://h/a', 'h/a:1 --tls-verify=false']) {
    it(`finds none in ${JSON.stringify(text)}`, () => {
      assert.equal(parseRegistryReference(text), undefined);
    });
  }
});

describe('transportName', () => {
  for (const [text, child, name] of [
    ['quay.io/a:1', undefined, 'docker://quay.io/a:1'],
    ['quay.io/a', undefined, 'docker://quay.io/a:latest'],
    [`quay.io/a:1@${DIGEST}`, undefined, `docker://quay.io/a@${DIGEST}`],
    ['quay.io/a:1', OTHER, `docker://quay.io/a@${OTHER}`],
    [`quay.io/a@${DIGEST}`, OTHER, `docker://quay.io/a@${OTHER}`],
  ] as const) {
    it(`is ${name}`, () => {
      const reference = parseRegistryReference(text);
      assert.equal(reference && transportName(reference, child), name);
    });
  }
});

describe('isLoopback', () => {
  for (const host of ['localhost', 'localhost:5000', '127.0.0.1', '127.1.2.3:80']) {
    it(`takes ${host} for it`, () => assert.ok(isLoopback(host)));
  }
  for (const host of ['localhost.example.com', '127.0.0.1.nip.io', 'x.localhost', '10.0.0.1', '']) {
    it(`does not take ${host || 'nothing'} for it`, () => assert.ok(!isLoopback(host)));
  }
});

describe('withoutCredentials', () => {
  for (const [text, shown] of [
    ['https://u:p@h/a', 'https://…@h/a'],
    ['https://u:p/@q@h/a', 'https://…@h/a'],
    ['docker://u:p@h/a@sha256:0', 'docker://…@h/a@sha256:0'],
    ['docker:u:p@h', 'docker:…@h'],
    ['u:p\n@h/a', 'u:…@h/a'],
    ['h/a@sha256:0', 'h/a@sha256:0'],
    ['https://h/a', 'https://h/a'],
  ] as const) {
    it(`shows ${JSON.stringify(text)} as ${shown}`, () => {
      assert.equal(withoutCredentials(text), shown);
    });
  }
});
