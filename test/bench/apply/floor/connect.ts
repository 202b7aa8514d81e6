import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';

export type Answer = { status: number; text: string };

/** A client that does nothing but send. */
export type Connection = {
  /** Rejects where there is no answer. */
  send(method: string, path: string, headers?: object, body?: string): Promise<Answer>;
  /** Calls back for each line of an answer that goes on, until it is stopped. */
  follow(path: string, onLine: (line: string) => void): { stop: () => void };
  close(): void;
};

/**
 * Connects to the server of a kubeconfig that control-plane/kubeconfig.ts wrote.
 * @param sockets how many connections are kept, beside those that are followed
 */
export function connect(kubeconfig: string, sockets: number): Connection {
  const text = readFileSync(kubeconfig, 'utf8');
  const field = (name: string): string => new RegExp(`${name}: (\\S+)`).exec(text)?.[1] ?? '';
  const data = (name: string): Buffer => Buffer.from(field(`${name}-data`), 'base64');
  const server = field('server');
  const credentials = {
    ca: data('certificate-authority'),
    cert: data('client-certificate'),
    key: data('client-key'),
  };
  const agent = new Agent({ ...credentials, keepAlive: true, maxSockets: sockets });
  return {
    send: (method, path, headers = {}, body = '') =>
      new Promise((resolve, reject) => {
        const length = { 'content-length': Buffer.byteLength(body) };
        const call = request(server + path, {
          agent,
          method,
          headers: { ...headers, ...length },
        });
        call.on('response', (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => {
            resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() });
          });
        });
        call.on('error', reject);
        call.end(body);
      }),
    follow(path, onLine) {
      const call = request(server + path, { ...credentials, agent: false });
      let rest = '';
      call.on('response', (response) => {
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          const lines = (rest + chunk).split('\n');
          rest = lines.pop() ?? '';
          for (const line of lines) onLine(line);
        });
        response.on('error', () => {});
      });
      call.on('error', () => {});
      call.end();
      return { stop: () => call.destroy() };
    },
    close: () => agent.destroy(),
  };
}
