/**
 * The newest release that may have left something in the cluster once `next` has begun to be applied after
 * `recorded`: going back counts only when it is complete, since until then CRDs of both may be there.
 */
export async function releaseBegun(recorded: string, next: string): Promise<string> {
  if (recorded === '' || recorded === next) return next;
  const { compareReleases } = await import('./release-order.ts');
  return compareReleases(next, recorded) === 1 ? next : recorded;
}
