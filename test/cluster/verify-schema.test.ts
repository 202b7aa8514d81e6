import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { ApiError } from '../../src/cluster/api-error.ts';
import { openConnection } from '../../src/cluster/connection.ts';
import type { Connection } from '../../src/cluster/connection.ts';
import { readKubeconfig } from '../../src/cluster/kubeconfig.ts';
import { toJsonText } from '../../src/manifest/json.ts';
import type { JsonObject } from '../../src/manifest/json.ts';
import { SCHEMA_CASES } from '../unit/verify/support/schema-cases.ts';
import { sharedControlPlane } from './control-plane/shared.ts';

/*
 * The check of custom resources by their schemas (src/verify/schema) is tested with a table. Here the table
 * is held against what it stands for: server-side apply with strict validation, as a dry run.
 */

const GROUP = 'verify-schema.example.com';

describe('the cases of verify are what a real API server does', () => {
  let connection: Connection;
  const isOldest = process.env.MICROSHIFT_OPTIONAL_KUBERNETES === 'oldest';

  before(async () => {
    const plane = sharedControlPlane();
    connection = openConnection(await readKubeconfig(plane.kubeconfig), 'verify-schema.test');
    const crds = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
    assert.equal(await refusal(connection, `${crds}/cases.${GROUP}?`, CRD), '');
    // It is served a moment after.
    while ((await ask(connection, {})).startsWith('404')) await setTimeout(50);
  });

  after(() => connection.close());

  for (const [index, { what, accepted, refused }] of SCHEMA_CASES.entries()) {
    // Kubernetes 1.31 does not look at these formats; verify judges by what newer ones refuse.
    const isLaxer = isOldest && ['an int32', 'a float'].includes(what);
    it(what, { skip: isLaxer && 'Kubernetes 1.31 accepts any number' }, async () => {
      for (const value of accepted) {
        assert.equal(await ask(connection, { [`case${index}`]: value }), '', toJsonText(value));
      }
      for (const value of refused) {
        const words = await ask(connection, { [`case${index}`]: value });
        assert.notEqual(words, '', `${toJsonText(value)} was accepted`);
      }
    });
  }
});

const CRD: JsonObject = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: `cases.${GROUP}` },
  spec: {
    group: GROUP,
    names: { kind: 'Case', plural: 'cases' },
    scope: 'Cluster',
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: {
              spec: {
                type: 'object',
                properties: Object.fromEntries(
                  SCHEMA_CASES.map(({ schema }, index) => [`case${index}`, schema]),
                ),
              },
            },
          },
        },
      },
    ],
  },
};

/** What the API server says against an object of this spec; `''` where it takes it. */
function ask(connection: Connection, spec: JsonObject): Promise<string> {
  const object = { apiVersion: `${GROUP}/v1`, kind: 'Case', metadata: { name: 'a' }, spec };
  return refusal(connection, `/apis/${GROUP}/v1/cases/a?dryRun=All&`, object);
}

async function refusal(connection: Connection, path: string, object: JsonObject): Promise<string> {
  const request = {
    method: 'PATCH' as const,
    path: `${path}fieldManager=test&force=true&fieldValidation=Strict`,
    contentType: 'application/apply-patch+yaml',
    body: toJsonText(object),
  };
  try {
    await connection.request(request, AbortSignal.timeout(30_000));
    return '';
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return `${error.status} ${error.message}`;
  }
}
