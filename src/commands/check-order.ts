import { UserError, throwIfAny } from '../errors.ts';
import { manifestOf } from '../manifest/manifest.ts';
import type { KubernetesObject } from '../manifest/object.ts';
import { buildPlan } from '../plan/build-plan.ts';

/**
 * Makes sure that there is an order in which a device can apply a release: dependencies that its makers and a
 * chart's hooks ask for may contradict those that follow from the objects. What is in no tree may come from another
 * component.
 * @param file what errors show
 * @throws {UserError} `plan-cycle`
 */
export function checkOrder(name: string, objects: readonly KubernetesObject[], file: string): void {
  try {
    buildPlan([
      { name, objects: objects.map((object) => ({ manifest: manifestOf(object), file, line: 1 })) },
    ]);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throwIfAny(error.problems.filter(({ code }) => code === 'plan-cycle'));
  }
}
