import type { Generator } from './generator.ts';

export const generateNamespace: Generator = (_bundle, namespace) => [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
];
