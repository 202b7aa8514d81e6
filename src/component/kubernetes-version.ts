import { finding } from '../findings.ts';
import type { Finding } from '../findings.ts';
import MICROSHIFT_VERSIONS from './microshift-versions.json' with { type: 'json' };

const ALL: Record<string, string> = MICROSHIFT_VERSIONS.kubernetes;

/** The oldest and the newest Kubernetes of the MicroShift that is supported: `1.31.0`. */
export const SUPPORTED_KUBERNETES = {
  oldest: `${ALL[MICROSHIFT_VERSIONS.oldestSupported]}.0`,
  newest: `${Object.values(ALL).at(-1)}.0`,
} as const;

/**
 * Says which Kubernetes, and so which MicroShift, a bundle needs.
 * @param minimum the bundle's `minKubeVersion`, such as 1.31.0
 */
export function kubernetesFinding(source: string, minimum: string | undefined): Finding[] {
  if (minimum === undefined) return [];
  const minor = /^v?(?<minor>\d+\.\d+)/.exec(minimum)?.groups?.minor ?? minimum;
  const microshift = Object.entries(MICROSHIFT_VERSIONS.kubernetes).find(
    ([, kubernetes]) => kubernetes === minor,
  )?.[0];
  return [
    finding('note', source, {
      code: 'kubernetes-minimum',
      message: `the source ${source} needs Kubernetes ${minimum} or newer${microshift === undefined ? '' : `, which MicroShift ${microshift} is the first to have`}`,
      hint: 'ship it for that MicroShift and newer ones alone',
    }),
  ];
}
