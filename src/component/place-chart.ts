import { finding } from '../findings.ts';
import { orderHooks } from '../helm/order-hooks.ts';
import type { Ordered } from '../helm/order-hooks.ts';
import type { CrdInfo } from '../manifest/crd.ts';
import { displayObject } from '../manifest/display.ts';
import type { LoadedSource } from './loaded-source.ts';
import { fillNamespace } from './move-to-namespace.ts';

/**
 * Puts what a chart rendered without a namespace into that of its release, and makes plain objects of its hooks, which
 * name each other by their namespaces.
 * @param kinds the kinds that all sources define: a chart may have custom resources of another one's CRDs
 */
export function placeChart(
  source: LoadedSource,
  kinds: ReadonlyMap<string, CrdInfo>,
): LoadedSource {
  const placed = fillNamespace(source.objects, source.chart?.namespace ?? '', kinds);
  const { objects, dropped, running } = orderHooks(placed);
  return {
    ...source,
    objects,
    dropped: [...source.dropped, ...dropped],
    findings: [...source.findings, ...running.map(hookFinding)],
  };
}

function hookFinding({ object, phase, isDeleted }: Ordered['running'][number]) {
  const shown = displayObject(object);
  const before = 'before the workloads, which may have to wait for what it makes';
  return finding('note', shown, {
    code: 'chart-hook',
    message: `is a hook of Helm: it is written ${phase === 'before' ? before : 'after the workloads'}, and nothing waits until it has ended${isDeleted ? ' or deletes it then' : ''}`,
    hint: 'check that the workloads retry; else write by hand what it makes, and remove it',
    at: { object: shown },
  });
}
