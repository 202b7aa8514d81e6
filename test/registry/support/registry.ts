import { mkdtemp, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import http from 'node:http';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestContext } from 'node:test';
import { createCertificates } from '../../cluster/control-plane/certificates.ts';
import { findFreePort } from '../../cluster/control-plane/free-port.ts';
import { createProcesses } from '../../cluster/control-plane/processes.ts';
import type { Processes } from '../../cluster/control-plane/processes.ts';
import { requireProgram } from './require-program.ts';

/** A registry of the tests' own on the loopback. */
export type TestRegistry = {
  /** As it stands in references: `127.0.0.1:25000`. */
  host: string;
  /** The directory of its contents. */
  storage: string;
  /** A containers-auth.json(5) file with {@link CREDENTIALS}, whether it wants them or not. */
  authFile: string;
  /** The certificate authority's PEM file, if it has TLS. */
  authority: string | undefined;
  /** Whether it asks for {@link CREDENTIALS}. */
  auth: boolean;
  /** Ends it at once. Its content stays until the test is over. */
  stop(): Promise<void>;
  /** Starts it again on the same port, after {@link stop}. */
  restart(): Promise<void>;
};

export type TestRegistryOptions = {
  /** Asks for {@link CREDENTIALS}. */
  auth?: boolean;
  /** Has TLS, with a certificate for 127.0.0.1 and localhost that only its own authority vouches for. */
  tls?: boolean;
};

/** What a registry with `auth` wants. */
export const CREDENTIALS = { user: 'tester', password: 'lantern-oil' } as const;

// docker-registry takes bcrypt alone, which nothing here can make.
const HTPASSWD = 'tester:$2y$05$abcdefghijklmnopqrstuukTYmpVYobimcXB1yxEpzijRbT9mBR66\n';
const PORT_ATTEMPTS = 3;

/** Starts a registry that is gone after the test; it is the one of docker, version 2. */
export async function startRegistry(
  test: Pick<TestContext, 'after'>,
  { auth = false, tls = false }: TestRegistryOptions = {},
): Promise<TestRegistry> {
  const program = await requireProgram('docker-registry');
  const directory = await mkdtemp(path.join(tmpdir(), 'microshift-optional-registry-'));
  const processes = createProcesses(directory);
  test.after(() => processes.stop());
  const certificates = tls ? await createCertificates(directory) : undefined;
  const { authority, serving } = certificates ?? {};
  await writeFile(path.join(directory, 'htpasswd'), HTPASSWD);
  const storage = path.join(directory, 'storage');
  const start = async (port: number): Promise<void> => {
    const config = {
      version: 0.1,
      log: { level: 'warn', accesslog: { disabled: true } },
      storage: { filesystem: { rootdirectory: storage }, delete: { enabled: true } },
      http: {
        addr: `127.0.0.1:${port}`,
        ...(serving === undefined ? {} : { tls: serving }),
      },
      ...(auth
        ? { auth: { htpasswd: { realm: 'tests', path: path.join(directory, 'htpasswd') } } }
        : {}),
    };
    // YAML takes JSON.
    await writeFile(path.join(directory, 'config.yml'), JSON.stringify(config));
    processes.start('registry', program, ['serve', path.join(directory, 'config.yml')]);
    const ca = authority === undefined ? undefined : await readFile(authority.certificate, 'utf8');
    await processes.waitUntil('the registry', () => answers(port, ca));
  };
  const port = await onFreePort(processes, start);
  const host = `127.0.0.1:${port}`;
  const authFile = path.join(directory, 'auth.json');
  await writeFile(authFile, authFileText(host));
  return {
    host,
    storage,
    authFile,
    authority: authority?.certificate,
    auth,
    stop: () => processes.kill('registry'),
    restart: () => start(port),
  };
}

/** The text of a containers-auth.json(5) file for a registry. */
export function authFileText(host: string, password: string = CREDENTIALS.password): string {
  const token = Buffer.from(`${CREDENTIALS.user}:${password}`).toString('base64');
  return JSON.stringify({ auths: { [host]: { auth: token } } });
}

async function onFreePort(
  processes: Processes,
  start: (port: number) => Promise<void>,
  attempts = PORT_ATTEMPTS,
): Promise<number> {
  const port = await findFreePort();
  try {
    await start(port);
    return port;
  } catch (error) {
    const isTaken = processes.logOf('registry').includes('address already in use');
    if (!isTaken || attempts === 1) throw error;
    return onFreePort(processes, start, attempts - 1);
  }
}

/** Any HTTP status is an answer, also 401. */
function answers(port: number, ca: string | undefined): Promise<boolean> {
  return new Promise((resolve) => {
    const target = { host: '127.0.0.1', port, path: '/v2/', agent: false as const };
    const asked = ca === undefined ? http.request(target) : request({ ...target, ca });
    asked.on('response', (response) => {
      response.resume();
      resolve(true);
    });
    asked.on('error', () => resolve(false));
    asked.end();
  });
}
