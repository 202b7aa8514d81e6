/** What keeps something from being healthy, as far as the objects below it tell. */
export type Blocker = {
  /** From the nearest object to the cause: `Pod shop/lamp-5d`, `container manager`. */
  chain: readonly string[];
  /** In one word, as Kubernetes gives it: `ImagePullBackOff`. */
  reason: string;
  message: string;
  /** The one thing to do next. */
  hint: string;
  /**
   * - `final`: waiting will not help.
   * - `bad`: it looks as if it would not help, and yet may: a registry that cannot be reached yet.
   * - `pending`: it takes its time.
   */
  outlook: 'final' | 'bad' | 'pending';
};

/** A blocker as it follows what it blocks. */
export function blockerText({ chain, reason, message }: Blocker): string {
  const said = message === '' || message === reason ? reason : `${reason}: ${message}`;
  return [...chain, said].join(' → ');
}

const RANK = { final: 0, bad: 1, pending: 2 } as const;

/** The worst of several: the first of those with the worst outlook. */
export function worstBlocker(blockers: readonly Blocker[]): Blocker | undefined {
  return blockers.toSorted((a, b) => RANK[a.outlook] - RANK[b.outlook])[0];
}
