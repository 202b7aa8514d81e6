import { finding } from '../../findings.ts';
import type { Finder } from './finder.ts';

const MEBIBYTE = 1024 * 1024;

/** OLM unpacks a bundle into a ConfigMap; plain manifests are stored one by one. */
export const oversized: Finder = ({ packageName, compressedBytes, csv }) =>
  compressedBytes <= MEBIBYTE
    ? []
    : [
        finding('note', packageName, {
          code: 'bundle-oversized',
          message: 'the manifests have more than 1 MiB compressed, which OLM could not install',
          hint: 'nothing to do here; their publisher may want to know',
          at: { file: csv.file },
        }),
      ];
