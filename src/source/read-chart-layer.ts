import type { Descriptor, ImageManifest } from '../registry/image-manifest.ts';
import type { BlobStore } from './blob-store.ts';
import type { ImageProblems } from './image-problem.ts';
import { LIMITS, mebibytes } from './limits.ts';
import type { SourceFile } from './source-files.ts';

/** https://helm.sh/docs/topics/registries/#helm-chart-manifest */
const CONFIG = 'application/vnd.cncf.helm.config.v1+json';
const CONTENT = 'application/vnd.cncf.helm.chart.content.v1.tar+gzip';

/**
 * The layer of an artifact that holds the archive of a Helm chart.
 * @throws {UserError} where it is something else, or too large
 */
export function chartLayer(manifest: ImageManifest, problems: ImageProblems): Descriptor {
  const layer = manifest.layers.find(({ mediaType }) => mediaType === CONTENT);
  if (manifest.config.mediaType !== CONFIG || layer === undefined) {
    throw problems.unsupported(
      `is no Helm chart but ${manifest.artifactType ?? 'a container image'}`,
      'give the reference that helm pull takes, or another kind of source in component.yaml',
    );
  }
  if (layer.size > LIMITS.fileBytes) {
    throw problems.tooLarge(`has a chart of ${mebibytes(layer.size)}`);
  }
  return layer;
}

/** The archive of a chart, as the one file of a source. */
export async function readChartLayer(
  manifest: ImageManifest,
  blobs: BlobStore,
  problems: ImageProblems,
): Promise<SourceFile[]> {
  const bytes = await blobs(chartLayer(manifest, problems), LIMITS.fileBytes);
  return [{ path: '', bytes }];
}
