import type { Generator } from './generator.ts';

/** The install namespace, which OLM expects to exist and plain manifests have to bring. */
export const generateNamespace: Generator = (_bundle, { namespace }) => [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
];
