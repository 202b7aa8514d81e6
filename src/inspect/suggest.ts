import { images } from './images.ts';
import { fixedUsers, privileges } from './pod-security.ts';
import { secrets } from './secrets.ts';
import { loadBalancers } from './services.ts';
import { sharedApi } from './shared-api.ts';
import type { Inspected, Suggestion } from './suggestion.ts';
import { webhooks } from './webhooks.ts';
import { pulls, replicas, runOnce } from './workloads.ts';

const FINDERS: readonly ((inspected: Inspected) => Suggestion[])[] = [
  sharedApi,
  pulls,
  replicas,
  fixedUsers,
  loadBalancers,
  images,
  runOnce,
  privileges,
  webhooks,
  secrets,
];

/** What of a source may have to be changed for MicroShift, in the order in which component.yaml has it. */
export function suggest(inspected: Inspected): Suggestion[] {
  return FINDERS.flatMap((find) => find(inspected));
}
