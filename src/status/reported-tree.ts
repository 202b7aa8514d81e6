import type { Use } from '../capacity/read-use.ts';
import type { Amount } from '../manifest/pod-requests.ts';
import type { ShownTree } from './format-status.ts';
import type { TreeStatus } from './tree-status.ts';

/** A tree as JSON reports show it (docs/formats.md); fields that are empty by their nature are left out. */
export function reportedStatus({ status, healthy }: ShownTree): { name: string } {
  const { name, version, directory, sources, missing, changed, pending, unread, resources } =
    status;
  const known = changed.filter(({ manager }) => manager !== undefined);
  const rest: object = {
    ...(version === undefined ? {} : { version }),
    ...(directory === undefined ? {} : { directory }),
    ...(sources.length === 0 ? {} : { sources }),
    ...reportedRecord(status),
    missing,
    changed: changed.map(({ object }) => object),
    pending,
    ...(known.length === 0 ? {} : { changedBy: known }),
    ...(unread.length === 0 ? {} : { unread }),
    ...(resources === undefined
      ? {}
      : { resources: { pods: resources.pods, ...reportedUse(resources) } }),
    ...(healthy === undefined ? {} : { healthy }),
  };
  return { name, ...rest };
}

function reportedRecord({ record }: TreeStatus): object {
  switch (record.is) {
    case 'absent':
      return {};
    case 'unread':
      return { record: { unread: true } };
    case 'newer':
      return { record: { unread: true, format: record.format } };
    case 'read': {
      const { release, objects, completion } = record;
      return { applied: { release, objects, ...completion } };
    }
  }
}

/** CPU in cores, memory in bytes. */
export function reportedUse({ requests, uses }: Use): object {
  return {
    requests: rounded(requests),
    ...(uses === undefined ? {} : { uses: rounded(uses) }),
  };
}

/** Sums of thousandths are not exact; metrics count CPU in billionths. */
export function rounded({ cpu, memory }: Amount): Amount {
  return { cpu: Number(cpu.toFixed(9)), memory: Math.round(memory) };
}
