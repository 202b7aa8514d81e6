import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';

type Answer = { id?: number; result?: unknown; error?: { message: string } };
type Event = { method?: string; params?: unknown; sessionId?: string };

/** The DevTools protocol over a pair of pipes: JSON messages, each ended by a zero byte. */
export type DevTools = {
  /** Calls a method, of the browser itself or of a page's session, and answers its result. */
  call: (method: string, params?: object, sessionId?: string) => Promise<unknown>;
  /** Told each event of a session. */
  listen: (sessionId: string, listener: (method: string, params: unknown) => void) => void;
};

/** @param closed what a call ends with once the browser has gone */
export function connectDevTools(input: Writable, output: Readable, closed: () => string): DevTools {
  const pending = new Map<number, PromiseWithResolvers<unknown>>();
  const listeners = new Map<string, (method: string, params: unknown) => void>();
  let last = 0;
  let rest = '';

  const receive = (text: string): void => {
    const { id, result, error, method, params, sessionId } = JSON.parse(text) as Answer & Event;
    if (method !== undefined) listeners.get(sessionId ?? '')?.(method, params);
    if (id === undefined) return;
    const call = pending.get(id);
    pending.delete(id);
    if (error === undefined) call?.resolve(result);
    else call?.reject(new Error(error.message));
  };
  output.setEncoding('utf8').on('data', (chunk: string) => {
    const messages = (rest + chunk).split('\0');
    rest = messages.pop() ?? '';
    for (const message of messages) receive(message);
  });
  void once(output, 'close').then(() => {
    for (const call of pending.values()) call.reject(new Error(closed()));
  });
  // What is written to a browser that has gone is told by the calls.
  input.on('error', () => {});

  return {
    call(method, params = {}, sessionId) {
      last += 1;
      const answer = Promise.withResolvers<unknown>();
      pending.set(last, answer);
      input.write(`${JSON.stringify({ id: last, method, params, sessionId })}\0`);
      return answer.promise;
    },
    listen: (sessionId, listener) => void listeners.set(sessionId, listener),
  };
}
