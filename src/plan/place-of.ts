import type { Place } from '../errors.ts';
import { displayObject } from '../manifest/display.ts';
import type { PlanNode } from './plan.ts';

/** Where a problem with an object of a plan lies. */
export function placeOf({ file, line, id }: PlanNode): Place {
  return { file, line, object: displayObject(id) };
}
