/**
 * How many outcomes there are of each action, in the order of `actions` and without those of which there are
 * none: `3 created, 1 failed`.
 */
export function countActions<Action extends string>(
  actions: readonly Action[],
  outcomes: readonly { action: Action }[],
): string {
  return actions
    .map((action) => ({
      action,
      count: outcomes.filter((outcome) => outcome.action === action).length,
    }))
    .filter(({ count }) => count > 0)
    .map(({ action, count }) => `${count} ${action}`)
    .join(', ');
}
