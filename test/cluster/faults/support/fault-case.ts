import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import type { OnRequest } from '../../support/fault-proxy/fault.ts';
import { createFaultProxy } from '../../support/fault-proxy/fault-proxy.ts';
import type { FaultProxy } from '../../support/fault-proxy/fault-proxy.ts';
import type { Target } from '../../support/fault-proxy/upstream.ts';
import { temporaryDirectory } from '../../support/trees.ts';
import { OBJECTS, caseTree } from './case-tree.ts';
import { actions, runVictim, startVictim } from './victim.ts';
import type { Victim, VictimOptions, VictimResult } from './victim.ts';

/** One victim with a tree of its own behind a proxy. */
export type FaultCase = {
  proxy: FaultProxy;
  tree: string;
  start: (options?: Partial<VictimOptions>) => Victim;
  run: (options?: Partial<VictimOptions>) => Promise<VictimResult>;
  /** Sees that the run did all, and that a second one without faults finds nothing to do. */
  assertConverged: (result: VictimResult) => Promise<void>;
};

/** @param name of the tree and its namespace: a DNS label that no other test uses */
export async function faultCase(
  t: TestContext,
  plane: Target & { kubeconfig: string },
  name: string,
  onRequest?: OnRequest,
): Promise<FaultCase> {
  const directory = await temporaryDirectory(t);
  const tree = await caseTree(directory, name);
  const proxy = await createFaultProxy(plane, directory, onRequest);
  t.after(() => proxy.close());
  return {
    proxy,
    tree,
    start: (options) => startVictim([tree], { kubeconfig: proxy.kubeconfig, ...options }),
    run: (options) => runVictim([tree], { kubeconfig: proxy.kubeconfig, ...options }),
    async assertConverged(result) {
      assert.equal(result.status, 0, result.stderr);
      assert.equal(result.report.objects.length, OBJECTS);
      const again = await runVictim([tree], { kubeconfig: plane.kubeconfig });
      assert.equal(again.status, 0, again.stderr);
      assert.deepEqual([...new Set(Object.values(actions(again)))], ['unchanged']);
    },
  };
}
