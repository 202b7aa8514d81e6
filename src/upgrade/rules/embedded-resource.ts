import { shortValue } from '../short-value.ts';
import type { SchemaRule } from './rule.ts';
import { keyword } from './rule.ts';

const EMBEDDED_RESOURCE = 'x-kubernetes-embedded-resource';

/** An embedded object has to have apiVersion, kind and metadata, which are kept whatever the schema says. */
export const embeddedResourceRule: SchemaRule = {
  keywords: [EMBEDDED_RESOURCE],
  compare(before, after) {
    const [old, current] = [keyword(before, EMBEDDED_RESOURCE), keyword(after, EMBEDDED_RESOURCE)];
    if (old === current) return [];
    return [
      {
        change: 'embedded-resource-changed',
        class: 'unsafe',
        before: shortValue(old),
        after: shortValue(current),
        message: `the value is ${current === undefined ? 'no longer' : 'from now on'} taken for an object of the API`,
      },
    ];
  },
};
