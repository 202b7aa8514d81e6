import { createHash } from 'node:crypto';
import { container, podStatus, TEST_NODE } from '../health/kubelet.ts';
import { configMap, deployment, namespace, widgetCrd } from '../trees.ts';

/*
 * A component with a secret in every place that one can be in. Each is another one, so that what is found in an
 * archive tells where it came from.
 */

const given: string[] = [];

/** A secret like no other, of letters and digits. */
function word(): string {
  const secret = createHash('sha256').update(`seed ${given.length}`).digest('base64');
  given.push(secret.replaceAll(/[^A-Za-z0-9]/g, '').slice(0, 24));
  return given.at(-1) ?? '';
}

/** The same with what is encoded in URLs, quoted in JSON, and special to patterns. */
function odd(): string {
  given.push(`${word()}&"+/= ${word()}\\$`);
  return given.at(-1) ?? '';
}

function jwt(): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  given.push(`${part({ alg: 'RS256' })}.${part({ sub: word() })}.${word()}`);
  return given.at(-1) ?? '';
}

function privateKey(): string {
  const lines = Array.from({ length: 3 }, () => `${word()}${word()}${word()}`.slice(0, 64));
  given.push(...lines);
  return ['-----BEGIN PRIVATE KEY-----', ...lines, '-----END PRIVATE KEY-----'].join('\n');
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** The component's name and namespace. */
export const SEEDED = 'archive-seeded';
const GROUP = `${SEEDED}.example.com`;

/** What it consists of. */
export function seededTree(): object[] {
  const widgets = widgetCrd(GROUP) as any;
  widgets.spec.versions[0].schema.openAPIV3Schema.properties.spec = {
    type: 'object',
    'x-kubernetes-preserve-unknown-fields': true,
  };
  const operator = deployment(SEEDED, 'operator') as any;
  operator.metadata.annotations = {
    'kubectl.kubernetes.io/last-applied-configuration': `{"env":"${word()}"}`,
    'example.com/note': odd(),
    'example.kubernetes.io/url': `https://user:${word()}@registry.example.com`,
  };
  operator.spec.template.spec = {
    nodeName: TEST_NODE,
    containers: [
      {
        name: 'main',
        image: 'registry.example.com/main:1',
        command: ['/bin/main', odd()],
        args: ['--token', word(), `--password=${odd()}`, `-p${word()}`, '--verbose=true', jwt()],
        env: [
          { name: 'PASSWORD', value: odd() },
          { name: 'COLOR', value: word() },
          { name: 'FROM', valueFrom: { secretKeyRef: { name: 'credentials', key: 'password' } } },
        ],
        livenessProbe: {
          httpGet: {
            path: `/?token=${word()}`,
            port: 80,
            httpHeaders: [{ name: 'X', value: word() }],
          },
        },
        lifecycle: { preStop: { exec: { command: ['sh', '-c', `curl -u a:${word()}`] } } },
      },
    ],
  };
  return [
    {
      ...namespace(SEEDED),
      metadata: { name: SEEDED, annotations: { 'example.com/owner': word() } },
    },
    widgets,
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'credentials', namespace: SEEDED },
      stringData: { password: odd(), token: jwt(), 'tls.key': privateKey() },
    },
    configMap(SEEDED, 'settings', { password: odd(), 'settings.yaml': `token: ${jwt()}` }),
    operator,
    {
      apiVersion: `${GROUP}/v1`,
      kind: 'Widget',
      metadata: { name: 'lamp', namespace: SEEDED },
      spec: {
        color: 'red',
        password: odd(),
        nested: { apiTokens: [word(), odd()], credentials: { user: word() } },
        tokenSecretRef: { name: 'credentials', key: 'token' },
        values: `size: 3\npassword: ${word()}\nurl: https://a:${word()}@b\nkey: |\n${privateKey()}\n`,
        passphrase: `correct ${word()} ${word()}`,
        chart: { env: { COLOR: word() }, extraArgs: [`--user=${word()}`] },
        properties: `size=3\npassword = two ${word()} words\n<secret>${word()}</secret>\n`,
        headers: [{ name: 'Authorization', value: `Basic ${base64(word())}` }],
        template: { spec: { containers: [{ name: 'a', env: [{ name: 'A', value: odd() }] }] } },
        dockerconfigjson: base64(`{"auths":{"a":{"auth":"${base64(word())}"}}}`),
        pem: privateKey(),
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: {
        name: 'lamp',
        namespace: SEEDED,
        annotations: { 'lamp.openshift.io/auth': `Bearer ${word()}`, 'example.com/x': word() },
      },
      spec: { ports: [{ port: 80 }], selector: { app: 'operator' } },
    },
  ];
}

/** The status of {@link seededTree}'s Widget. */
export function seededStatus(): object {
  const message = `could not log in: {"password":"${word()}"}, authorization: Bearer ${word()}`;
  const since = '2026-01-01T00:00:00Z';
  return {
    conditions: [
      { type: 'Ready', status: 'False', reason: 'Test', message, lastTransitionTime: since },
    ],
    url: `https://x:${word()}@b`,
  };
}

/** The status of its pods: one that crashes. */
export function seededPodStatus(): object {
  const message = `exit: token=${word()}`;
  return podStatus(
    {},
    {
      phase: 'Running',
      message: `evicted with ${jwt()}`,
      containerStatuses: [
        container('main', { waiting: { reason: 'CrashLoopBackOff', message } }, false, {
          restartCount: 2,
          lastState: { terminated: { exitCode: 1, reason: 'Error', message } },
        }),
      ],
    },
  );
}

export function seededEvent(): { reason: string; message: string } {
  return { reason: 'BackOff', message: `pull of https://a:${word()}@b failed: Bearer ${jwt()}` };
}

/** What its containers say last. */
export function seededLog(): string {
  return [
    'the first line',
    `{"level":"info","authorization":"Bearer ${word()}","size":3}`,
    `connect postgres://user:${word()}@db/x?password=${encodeURIComponent(odd())}`,
    `token: ${jwt()}`,
    `Cookie: session=${word()}; other=${word()}`,
    `loaded ${base64(`${word()}${word()}${word()}`)}`,
    privateKey(),
    `+ curl --user me:${word()} https://host`,
    `password: correct horse ${word()}`,
    'the last line',
    '',
  ].join('\n');
}

/** For a kubeconfig: the program sends it with every request. */
export function seededToken(): string {
  return jwt();
}

/** Every secret that was given out, in each form that could be met. */
export function secretForms(): string[] {
  const forms = given.flatMap((secret) => [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    ...[0, 1, 2].map((offset) => base64Within(secret, offset)),
    Buffer.from(secret).toString('hex'),
  ]);
  return [...new Set(forms)];
}

/** How a text looks in the base64 of a longer one, where it begins so many bytes behind a group. */
function base64Within(text: string, offset: number): string {
  const encoded = Buffer.from(`${'x'.repeat(offset)}${text}`).toString('base64');
  return encoded.slice(offset === 0 ? 0 : offset + 1, -4);
}
