import type { Bundle } from '../../../src/bundle/bundle.ts';
import type { Installation } from '../../../src/bundle/installation.ts';
import { readBundle } from '../../../src/bundle/read-bundle.ts';
import type { KubernetesObject } from '../../../src/manifest/object.ts';
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
  /** The ClusterServiceVersion's name. */
  name?: string;
  /** The ClusterServiceVersion's own annotations. */
  csvAnnotations?: Record<string, string>;
  /** Fields of the ClusterServiceVersion's spec. */
  spec?: Record<string, unknown>;
  /** Fields of its `spec.install.spec`. */
  install?: Record<string, unknown>;
  /** More annotations of the bundle, or other values, by the last part of their names. */
  annotations?: Record<string, string>;
  /** More objects, and as owned those that are CRDs. */
  objects?: readonly KubernetesObject[];
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
    ...(options.objects === undefined
      ? {}
      : {
          'manifests/objects.yaml': options.objects
            .map((object) => formatYaml(object))
            .join('---\n'),
        }),
    ...options.files,
  };
}

export function bundleSource(options: BundleOptions = {}): SourceFiles {
  return sourceOf(bundleFiles(options), 'bundle');
}

/** The same, read. */
export function bundleOf(options: BundleOptions = {}): Bundle {
  return readBundle(bundleSource(options));
}

export function csvText({ name, csvAnnotations, spec, install, objects }: BundleOptions = {}) {
  const crds = (objects ?? []).filter(({ kind }) => kind === 'CustomResourceDefinition');
  return formatYaml({
    apiVersion: 'operators.coreos.com/v1alpha1',
    kind: 'ClusterServiceVersion',
    metadata: {
      name: name ?? 'lamp-operator.v1.0.0',
      namespace: 'placeholder',
      ...(csvAnnotations && { annotations: csvAnnotations }),
    },
    spec: {
      version: '1.0.0',
      installModes: [{ type: 'AllNamespaces', supported: true }],
      install: { strategy: 'deployment', spec: { deployments: [DEPLOYMENT], ...install } },
      customresourcedefinitions: {
        owned: crds.map(({ metadata }) => ({ name: metadata.name, version: 'v1', kind: 'Lamp' })),
      },
      ...spec,
    },
  });
}

/** Installed in `ns`, for all namespaces unless `fields` say otherwise. */
export function installation(fields: Partial<Installation> = {}): Installation {
  return { namespace: 'ns', targetNamespaces: undefined, apiServices: false, ...fields };
}

/** A webhook definition of `lamp-operator`; a validating one without fields of its own. */
export function webhook(fields: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    type: 'ValidatingAdmissionWebhook',
    generateName: 'vlamp.example.com',
    deploymentName: 'lamp-operator',
    admissionReviewVersions: ['v1'],
    sideEffects: 'None',
    ...fields,
  };
}

/** A kind of the API `v1.lamp.example.com` that `lamp-operator` serves by itself. */
export function apiService(fields: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    name: 'lamps',
    group: 'lamp.example.com',
    version: 'v1',
    kind: 'Lamp',
    deploymentName: 'lamp-operator',
    ...fields,
  };
}

/** The options of a bundle whose operator serves these by itself. */
export function withApiServices(...owned: unknown[]): BundleOptions {
  return { spec: { apiservicedefinitions: { owned } } };
}

/** The options of a bundle with these webhook definitions. */
export function withWebhooks(...webhookdefinitions: unknown[]): BundleOptions {
  return { spec: { webhookdefinitions } };
}
