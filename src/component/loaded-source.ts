import type { Finding } from '../findings.ts';
import type { KubernetesObject, ObjectId } from '../manifest/object.ts';
import type { SourceFiles } from '../source/source-files.ts';
import type { ComponentSource } from './source-schema.ts';

/** One source of a component, read and converted. */
export type LoadedSource = {
  name: string;
  kind: ComponentSource['kind'];
  /** Of the content; see `sourceDigest`. */
  digest: string;
  version: string | undefined;
  objects: KubernetesObject[];
  dropped: { object: ObjectId; reason: string }[];
  relatedImages: { name: string; image: string }[];
  /** Where it came from, unless that was a path. */
  origin: SourceFiles['origin'];
  /** What a chart was rendered with. */
  chart?: ChartRecord;
  findings: Finding[];
};

/** What makes the objects of a chart, beside its files; `values` is a digest. */
export type ChartRecord = {
  name: string;
  version: string;
  helm: string;
  release: string;
  namespace: string;
  kubeVersion: string;
  apiVersions: string[];
  values: string;
};
