import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import type { Fault } from './fault.ts';
import { withoutHops } from './upstream.ts';

/** A request, and the means to treat it badly. */
export type Exchange = {
  isWatch: boolean;
  response: ServerResponse;
  /** Has the real API server answer. */
  forward(): Promise<IncomingMessage>;
  /** Breaks the connection that it came on. */
  reset(): void;
  /** Breaks all connections, and takes no new ones. */
  refuse(): void;
  /** Ends a process at once, and whatever it had sent that nobody has read yet. */
  kill(pid: number): void;
};

/** Does to a request what a fault says. */
export async function carryOut(fault: Fault | undefined, exchange: Exchange): Promise<void> {
  const { response, reset } = exchange;
  switch (fault?.do) {
    case undefined:
      return passOn(exchange);
    case 'delay':
      await delay(fault.milliseconds);
      return passOn(exchange);
    case 'answer':
      return answer(fault, response);
    case 'reset':
      return reset();
    case 'refuse':
      return exchange.refuse();
    case 'hang':
      return undefined;
    case 'lose':
      await buffer(await exchange.forward());
      return reset();
    case 'half':
      return half(fault, exchange);
    case 'mute':
      return mute(exchange);
    case 'kill':
      return kill(fault, exchange);
  }
}

async function passOn({ isWatch, response, forward }: Exchange): Promise<void> {
  const answered = await forward();
  if (!isWatch) {
    await sendAll(response, answered, await buffer(answered));
    return;
  }
  sendHead(response, answered);
  response.flushHeaders();
  answered.on('error', () => response.destroy());
  response.on('close', () => answered.destroy());
  answered.pipe(response);
}

function answer(
  { status, body = '', headers = {} }: Extract<Fault, { do: 'answer' }>,
  response: ServerResponse,
): void {
  const isText = typeof body === 'string';
  const type = isText ? 'text/plain' : 'application/json';
  response.writeHead(status, { 'content-type': type, ...headers });
  response.end(isText ? body : JSON.stringify(body));
}

async function half(
  { bytes, ending }: Extract<Fault, { do: 'half' }>,
  { response, forward, reset }: Exchange,
): Promise<void> {
  const answered = await forward();
  const body = await buffer(answered);
  const part = body.subarray(0, bytes);
  const length = ending === 'clean' ? part.length : body.length;
  sendHead(response, answered, { 'content-length': length });
  if (ending === 'clean') response.end(part);
  else response.write(part, () => ending === 'reset' && setImmediate(reset));
}

async function mute({ response, forward }: Exchange): Promise<void> {
  const answered = await forward();
  response.on('close', () => answered.destroy());
  answered.on('error', () => {});
  answered.resume();
  sendHead(response, answered);
  response.flushHeaders();
}

async function kill(
  { pid, answer: visibility }: Extract<Fault, { do: 'kill' }>,
  exchange: Exchange,
): Promise<void> {
  const answered = await exchange.forward();
  // A watch's answer has no end: its head stands for it.
  const body = exchange.isWatch ? Buffer.alloc(0) : await buffer(answered);
  if (visibility === 'seen') await sendAll(exchange.response, answered, body);
  exchange.kill(pid);
}

async function sendAll(
  response: ServerResponse,
  answered: IncomingMessage,
  body: Buffer,
): Promise<void> {
  sendHead(response, answered);
  response.end(body);
  if (!response.destroyed) await Promise.race([once(response, 'finish'), once(response, 'close')]);
}

function sendHead(response: ServerResponse, answered: IncomingMessage, more: object = {}): void {
  response.writeHead(answered.statusCode ?? 502, { ...withoutHops(answered.headers), ...more });
}
