import type { FieldChange } from './compare-schemas.ts';

/**
 * Judges a change in the `status` of a version that has it as a subresource, see {@link ChangeClass}:
 * nobody but the controller writes there, and it writes again what it observes. Unsafe stays what the
 * controller may not be able to decode, or to write at all: a changed type, and a status that has to be
 * there when an object is made, where it is always dropped.
 */
export function judgeStatus(found: FieldChange): FieldChange {
  const [first] = found.steps;
  const isStatus = typeof first === 'object' && first.property === 'status';
  const isHarmless = found.class === 'safe' || found.class === 'migratable';
  const isRequired = found.change === 'field-required' && found.steps.length === 1;
  if (!isStatus || isHarmless || isRequired || found.change === 'type-changed') return found;
  const message = `${found.message}; the controller writes its status anew`;
  return { ...found, class: 'safe', message };
}
