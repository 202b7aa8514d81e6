import { objectKey } from '../../manifest/object.ts';
import type { Rule } from './rule.ts';

/** What lives in a namespace waits for it. */
export const namespaceRule: Rule = ({ id }, { byKey }) => {
  if (id.namespace === '') return { edges: [] };
  const from = objectKey({ group: '', kind: 'Namespace', namespace: '', name: id.namespace });
  return {
    edges: byKey.has(from) ? [{ from, gate: 'written', reason: 'it is its namespace' }] : [],
  };
};
