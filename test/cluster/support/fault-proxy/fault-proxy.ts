import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { findFreePort } from '../../control-plane/free-port.ts';
import { writeKubeconfig } from '../../control-plane/kubeconfig.ts';
import { carryOut } from './carry-out.ts';
import type { OnRequest, ProxiedRequest } from './fault.ts';
import { certificatesIn, openUpstream } from './upstream.ts';
import type { Target } from './upstream.ts';

/** An API server as its clients see it, which can be made to fail. */
export type FaultProxy = {
  /** Path of a kubeconfig that points here, with the control plane's own certificates. */
  kubeconfig: string;
  /** Where it listens. */
  server: string;
  /** Every request so far, in the order of arrival. */
  requests: readonly ProxiedRequest[];
  /** Decides about each request; may be set anew at any time. */
  onRequest: OnRequest;
  /** Breaks the connections of all watches that are running. */
  cutWatches(): void;
  /** Breaks all connections; new ones are refused until {@link accept}. */
  refuse(): void;
  accept(): Promise<void>;
  /** From now on requests go to another control plane, as if the storage behind this one were new. */
  forwardTo(plane: Target): Promise<void>;
  close(): Promise<void>;
};

/**
 * Starts a proxy before a real API server. It ends TLS with the control plane's own certificate and talks
 * to the API server as cluster administrator, whoever its client is. Watches pass as they come, other
 * answers when they are complete.
 *
 *     const proxy = await createFaultProxy(plane, directory);
 *     const victim = startProgram(['apply', tree, '--kubeconfig', proxy.kubeconfig]);
 *     proxy.onRequest = ({ number }) =>
 *       number === 7 ? { do: 'kill', pid: victim.pid, answer: 'unseen' } : undefined;
 *
 * @param directory where to put its kubeconfig
 */
export async function createFaultProxy(
  plane: Target,
  directory: string,
  onRequest: OnRequest = () => undefined,
): Promise<FaultProxy> {
  const requests: ProxiedRequest[] = [];
  const sockets = new Set<Socket>();
  const watches = new Set<Socket>();
  const certificates = certificatesIn(plane.directory);
  let upstream = await openUpstream(plane);

  const server = https.createServer({
    cert: await readFile(certificates.serving.certificate),
    key: await readFile(certificates.serving.key),
    // Idle connections live on, and what hangs is for the client to give up.
    keepAliveTimeout: 0,
    requestTimeout: 0,
  });
  server.on('secureConnection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // A client that is killed breaks its connections.
    socket.on('error', () => {});
  });
  const breakAll = (): void => {
    for (const socket of sockets) socket.destroy();
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = '', url = '', socket } = request;
    const isWatch = new URL(url, address).searchParams.has('watch');
    const body = await buffer(request);
    const entry: ProxiedRequest = {
      number: requests.length + 1,
      method,
      url,
      isWatch,
      accept: request.headers.accept ?? '',
      body: body.toString('utf8'),
      status: undefined,
    };
    requests.push(entry);
    if (isWatch) {
      watches.add(socket);
      socket.on('close', () => watches.delete(socket));
    }
    await carryOut(await proxy.onRequest(entry), {
      isWatch,
      response,
      forward: async () => {
        const answered = await upstream.send(request, body);
        entry.status = answered.statusCode;
        return answered;
      },
      reset: () => void socket.destroy(),
      refuse: proxy.refuse,
      kill: (pid) => {
        process.kill(pid, 'SIGKILL');
        breakAll();
      },
    });
  };
  server.on('request', (request, response) => {
    // Where the API server is away, so is the proxy.
    handle(request, response).catch(() => request.socket.destroy());
  });

  const port = await findFreePort();
  const address = `https://127.0.0.1:${port}`;
  const listen = async (): Promise<void> => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  };
  const proxy: FaultProxy = {
    kubeconfig: path.join(directory, 'proxy.kubeconfig'),
    server: address,
    requests,
    onRequest,
    cutWatches: () => {
      for (const socket of watches) socket.destroy();
    },
    refuse: () => {
      server.close();
      breakAll();
    },
    accept: listen,
    forwardTo: async (other) => {
      upstream.close();
      upstream = await openUpstream(other);
    },
    close: async () => {
      upstream.close();
      breakAll();
      if (!server.listening) return;
      server.close();
      await once(server, 'close');
    },
  };
  await writeKubeconfig(proxy.kubeconfig, address, certificates);
  await listen();
  return proxy;
}
