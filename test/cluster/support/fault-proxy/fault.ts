/** One request that reached the proxy. */
export type ProxiedRequest = {
  /** Its place in the order of arrival, from 1. */
  number: number;
  method: string;
  /** Path and query, as they were sent. */
  url: string;
  isWatch: boolean;
  /** Which form of the answer was asked for. */
  accept: string;
  body: string;
  /** What the API server answered, once it has; undefined where it saw nothing of the request. */
  status: number | undefined;
};

/** What becomes of a request; undefined passes it on unharmed. */
export type Fault =
  /** The API server sees nothing of it; the proxy answers in its place. */
  | { do: 'answer'; status: number; body?: string | object; headers?: Record<string, string> }
  /** The API server sees nothing of it; the connection breaks. */
  | { do: 'reset' }
  /** As `reset`, and no new connection is accepted until {@link FaultProxy.accept}. */
  | { do: 'refuse' }
  /** The API server sees nothing of it; nothing is ever answered. */
  | { do: 'hang' }
  /** It is passed on after a while. */
  | { do: 'delay'; milliseconds: number }
  /** The API server does it, and the connection breaks before the first byte of its answer. */
  | { do: 'lose' }
  /**
   * The API server does it, and only so many bytes of its answer's body arrive: then the connection
   * breaks, the answer ends as if it were complete, or nothing more comes.
   */
  | { do: 'half'; bytes: number; ending: 'reset' | 'clean' | 'hang' }
  /** A watch whose answer begins, and on which no event ever comes. */
  | { do: 'mute' }
  /**
   * SIGKILL to the process once the API server has answered: `unseen`, before it sees a byte of the
   * answer; `seen`, after all of it was handed to its connection. What it had sent before is done by the
   * API server all the same; what is still on its way is not.
   */
  | { do: 'kill'; pid: number; answer: 'seen' | 'unseen' };

/** Told of each request, in the order of arrival, before anything is done with it. */
export type OnRequest = (request: ProxiedRequest) => Fault | undefined | Promise<Fault | undefined>;

/** An answer with a Status, as the API server gives it. */
export function statusAnswer(
  code: number,
  reason: string,
  message: string,
  headers: Record<string, string> = {},
): Fault {
  const body = { kind: 'Status', apiVersion: 'v1', status: 'Failure', code, reason, message };
  return { do: 'answer', status: code, body, headers };
}
