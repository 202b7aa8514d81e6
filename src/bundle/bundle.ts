import type { JsonObject } from '../manifest/json.ts';
import type { ManifestObject } from '../manifest/object.ts';

/** An OLM registry+v1 bundle, read and checked in shape. */
export type Bundle = {
  /** `operators.operatorframework.io.bundle.package.v1` */
  packageName: string;
  csv: ClusterServiceVersion;
  /** Everything in the manifests directory except the ClusterServiceVersion. */
  objects: ManifestObject[];
};

/**
 * The parts of a ClusterServiceVersion that make objects
 * (https://olm.operatorframework.io/docs/concepts/crds/clusterserviceversion/).
 */
export type ClusterServiceVersion = {
  name: string;
  version: string;
  /** `operatorframework.io/suggested-namespace` */
  suggestedNamespace: string | undefined;
  installModes: ReadonlySet<string>;
  deployments: CsvDeployment[];
  permissions: CsvPermission[];
  clusterPermissions: CsvPermission[];
  relatedImages: { name: string; image: string }[];
  webhooks: number;
  ownedApiServices: number;
  file: string;
  line: number;
};

export type CsvDeployment = { name: string; label: Record<string, string>; spec: JsonObject };

export type CsvPermission = { serviceAccountName: string; rules: JsonObject[] };
