import type { Place } from '../errors.ts';
import type { JsonObject } from '../manifest/json.ts';
import type { ManifestObject } from '../manifest/object.ts';

/** An OLM registry+v1 bundle, read and checked in shape; {@link validateBundle} checks the rest. */
export type Bundle = {
  /** `operators.operatorframework.io.bundle.package.v1`, `''` without one. */
  packageName: string;
  /** Where the package's name stands, or would. */
  packageNameAt: Place;
  csv: ClusterServiceVersion;
  /** Everything in the manifests directory except the ClusterServiceVersion, with field lines. */
  objects: ManifestObject[];
  /** What the files beside the annotations ask for. */
  requirements: Requirement[];
  /** Bytes of all files of the manifests directory together, compressed with gzip. */
  compressedBytes: number;
};

/** Something that OLM would see to before it installs a bundle. */
export type Requirement = {
  /** What tells it from others in a finding's id: a package's name, `Lamp.v1.example.com`. */
  subject: string;
  /** The end of a sentence that begins with `needs`. */
  description: string;
  at: Place;
};

/**
 * The parts of a ClusterServiceVersion that make objects, or that decide whether any can be made
 * (https://olm.operatorframework.io/docs/concepts/crds/clusterserviceversion/).
 */
export type ClusterServiceVersion = {
  name: string;
  version: string;
  /** `operatorframework.io/suggested-namespace` */
  suggestedNamespace: string | undefined;
  /** The annotation `containerImage`: the operator's image, for people and for mirroring tools. */
  containerImage: string | undefined;
  /** The oldest Kubernetes that the operator runs on, as in `1.25.0`. */
  minKubeVersion: string | undefined;
  /** The types of the modes that are supported. */
  installModes: ReadonlySet<string>;
  deployments: CsvDeployment[];
  permissions: CsvPermission[];
  clusterPermissions: CsvPermission[];
  relatedImages: { name: string; image: string }[];
  webhooks: CsvWebhook[];
  crds: CsvApis<CsvApi>;
  apiServices: CsvApis<CsvApiService>;
  /** APIs that the cluster itself has to serve. */
  nativeApis: CsvApi[];
  /** Whether OLM would delete the operator's custom resources with it (`spec.cleanup.enabled`). */
  cleanup: boolean;
  /** The annotation `olm.properties`. */
  properties: Property[];
  file: string;
  /** The line of a field of the ClusterServiceVersion. */
  lineOf: (path: FieldPath) => number;
};

/** A field of an object: `['spec', 'installModes', 0, 'type']`. */
export type FieldPath = readonly (string | number)[];

export type CsvDeployment = { name: string; label: Record<string, string>; spec: JsonObject };

export type CsvPermission = { serviceAccountName: string; rules: JsonObject[] };

export type CsvWebhook = {
  type: 'ValidatingAdmissionWebhook' | 'MutatingAdmissionWebhook' | 'ConversionWebhook';
  /** OLM adds a random end to it in its older version, and none in its newer. */
  generateName: string;
  deploymentName: string;
  /** The port of the Service in front of the Deployment. */
  containerPort: number;
  /** The container's port, by number or name. */
  targetPort: number | string;
  webhookPath: string | undefined;
  admissionReviewVersions: string[];
  conversionCrds: string[];
  rules: JsonObject[];
  /** The other fields of an admission webhook, as they are: `failurePolicy`, `sideEffects`, … */
  settings: JsonObject;
};

/** APIs by who brings them: the bundle (`owned`), or somebody else (`required`). */
export type CsvApis<Owned> = { owned: Owned[]; required: CsvApi[] };

/** A CRD has a name and no group of its own; an aggregated API the other way round. */
export type CsvApi = { name: string; group: string; version: string; kind: string };

/** A kind of an API that the operator serves by itself, which the API server hands its requests on to. */
export type CsvApiService = CsvApi & {
  deploymentName: string;
  /** The port of the Service in front of the Deployment, and the container's. */
  containerPort: number;
};

/** What a bundle says of itself in a form for OLM's resolver: a type and a value of any shape. */
export type Property = { type: string; value: unknown };
