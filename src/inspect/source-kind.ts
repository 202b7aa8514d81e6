import type { ComponentSource } from '../component/source-schema.ts';
import type { SourceFiles } from '../source/source-files.ts';

const GZIP = '1f8b';
const ANNOTATIONS = /^[^/]+\/annotations\.(?:ya?ml|json)$/;

/**
 * What kind of source some files are: a chart has a Chart.yaml or is an archive, a bundle has annotations that say
 * where its manifests are. Anything else is read as plain manifests.
 */
export function sourceKind({ files }: SourceFiles): ComponentSource['kind'] {
  const [first] = files;
  const isArchive =
    first?.path === '' && files.length === 1 && first.bytes.subarray(0, 2).toString('hex') === GZIP;
  if (isArchive || files.some(({ path }) => path === 'Chart.yaml')) return 'HelmChart';
  const isBundle = files.some(
    ({ path, bytes }) =>
      ANNOTATIONS.test(path) && bytes.includes('operators.operatorframework.io.bundle.'),
  );
  return isBundle ? 'RegistryV1Bundle' : 'Manifests';
}
