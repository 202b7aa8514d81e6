import { ApiError } from './api-error.ts';
import type { Connection } from './connection.ts';

/** The use of a connection by one request. */
export type Session = {
  connection: Promise<Connection>;
  /** Has the next request make a new connection, where the error may be this one's or its credentials'. */
  blame(error: unknown): void;
  /** To be called once, at the end. */
  release(): void;
};

export type Sessions = {
  take(): Session;
  /** Ends what still goes on. */
  close(): void;
};

type Shared = { connection: Promise<Connection>; users: number };

/** One connection for all requests, which is replaced when it fails, and closed when nobody uses it. */
export function createSessions(open: () => Promise<Connection>): Sessions {
  let current: Shared | undefined;
  return {
    take() {
      const shared = (current ??= { connection: open(), users: 0 });
      shared.users += 1;
      return {
        connection: shared.connection,
        blame(error) {
          // Another request may have replaced it already.
          if (current === shared && isOutdated(error)) current = undefined;
        },
        release() {
          shared.users -= 1;
          if (current !== shared && shared.users === 0) closeOnceOpen(shared);
        },
      };
    },
    close() {
      if (current !== undefined) closeOnceOpen(current);
    },
  };
}

/** An API server that answers is the right one; 401 says that its credentials are not. */
function isOutdated(error: unknown): boolean {
  return !(error instanceof ApiError) || error.status === 401;
}

function closeOnceOpen({ connection }: Shared): void {
  connection.then(
    (opened) => {
      opened.close();
    },
    // Whoever asked for it has been told.
    () => {},
  );
}
