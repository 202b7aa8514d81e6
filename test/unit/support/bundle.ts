import { formatYaml } from '../../../src/manifest/yaml.ts';
import type { SourceFiles } from '../../../src/source/source-files.ts';
import { sourceOf } from './source.ts';
import type { Files } from './temporary-directory.ts';

const PREFIX = 'operators.operatorframework.io.bundle';

export const DEPLOYMENT = {
  name: 'lamp-operator',
  spec: {
    selector: { matchLabels: { app: 'lamp' } },
    template: {
      metadata: { labels: { app: 'lamp' } },
      spec: { containers: [{ name: 'manager', image: 'registry.example.com/lamp:1' }] },
    },
  },
};

export type BundleOptions = {
  /** Fields of the ClusterServiceVersion's spec. */
  spec?: Record<string, unknown>;
  /** Fields of its `spec.install.spec`. */
  install?: Record<string, unknown>;
  /** More annotations of the bundle, or other values, by the last part of their names. */
  annotations?: Record<string, string>;
  /** More files, or other content of the usual ones. */
  files?: Files;
};

/** A small bundle of the package `lamp-operator` that can be converted. */
export function bundleFiles(options: BundleOptions = {}): Files {
  const annotations = {
    'mediatype.v1': 'registry+v1',
    'manifests.v1': 'manifests/',
    'package.v1': 'lamp-operator',
    ...options.annotations,
  };
  return {
    'metadata/annotations.yaml': formatYaml({
      annotations: Object.fromEntries(
        Object.entries(annotations).map(([name, value]) => [`${PREFIX}.${name}`, value]),
      ),
    }),
    'manifests/csv.yaml': csvText(options),
    ...options.files,
  };
}

export function bundleSource(options: BundleOptions = {}): SourceFiles {
  return sourceOf(bundleFiles(options), 'bundle');
}

export function csvText({ spec, install }: BundleOptions = {}, name = 'lamp-operator.v1.0.0') {
  return formatYaml({
    apiVersion: 'operators.coreos.com/v1alpha1',
    kind: 'ClusterServiceVersion',
    metadata: { name, namespace: 'placeholder' },
    spec: {
      version: '1.0.0',
      installModes: [{ type: 'AllNamespaces', supported: true }],
      install: { strategy: 'deployment', spec: { deployments: [DEPLOYMENT], ...install } },
      ...spec,
    },
  });
}
