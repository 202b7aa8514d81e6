import { targetOf } from './suggestion.ts';
import type { Inspected, Suggestion } from './suggestion.ts';

/** The file that holds the one version of it that all components here have. */
export const SHARED_API = { name: 'gateway-api', file: '../gateway-api.source.yaml' } as const;

/** What each object of a release of the Gateway API says. */
const VERSION = 'gateway.networking.k8s.io/bundle-version';

/** CRDs of the Gateway API among those of something else: two versions of them on a device replace each other. */
export function sharedApi({ objects }: Inspected): Suggestion[] {
  const own = objects.filter(({ metadata }) => metadata.annotations?.[VERSION] !== undefined);
  if (own.length === 0 || own.length === objects.length) return [];
  const versions = new Set(own.map(({ metadata }) => metadata.annotations?.[VERSION]));
  const because = `The source brings the Gateway API ${[...versions].join(', ')} with it. Two versions on one device replace each other: leave it out, and take the shared one.`;
  return [
    { section: 'sources', because, source: { ...SHARED_API, kind: 'Shared' } },
    {
      section: 'remove',
      because: 'See the shared source above.',
      removals: own.map((object) => ({
        target: targetOf(object),
        because: 'the shared source has it',
      })),
    },
  ];
}
