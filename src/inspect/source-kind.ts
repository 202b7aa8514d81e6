import type { ComponentSource } from '../component/source-schema.ts';
import { readKustomization } from '../manifest/kustomization.ts';
import { kustomizationIn, shownPath, textOf } from '../source/source-files.ts';
import type { SourceFiles } from '../source/source-files.ts';

const GZIP = '1f8b';
const ANNOTATIONS = /^[^/]+\/annotations\.(?:ya?ml|json)$/;

/**
 * What kind of source some files are: a chart has a Chart.yaml or is an archive, a bundle has annotations that say
 * where its manifests are, and a kustomization does more than to list resources. Anything else is read as plain
 * manifests.
 * @throws {UserError} what is wrong with a kustomization.yaml
 */
export function sourceKind(source: SourceFiles): ComponentSource['kind'] {
  const { files } = source;
  const [first] = files;
  const isArchive =
    first?.path === '' && files.length === 1 && first.bytes.subarray(0, 2).toString('hex') === GZIP;
  if (isArchive || files.some(({ path }) => path === 'Chart.yaml')) return 'HelmChart';
  const isBundle = files.some(
    ({ path, bytes }) =>
      ANNOTATIONS.test(path) && bytes.includes('operators.operatorframework.io.bundle.'),
  );
  if (isBundle) return 'RegistryV1Bundle';
  const kustomization = kustomizationIn(source, '.');
  if (kustomization === undefined) return 'Manifests';
  const name = shownPath(source, kustomization.path);
  const { otherFields } = readKustomization(textOf(kustomization, name), name);
  return otherFields.length > 0 ? 'Kustomization' : 'Manifests';
}
