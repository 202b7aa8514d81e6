import { finding } from '../../findings.ts';
import { csvPlace } from '../place.ts';
import type { Finder } from './finder.ts';

/** OLM would delete the custom resources with the operator. */
export const cleanupOfResources: Finder = ({ packageName, csv }) =>
  csv.cleanup
    ? [
        finding('note', packageName, {
          code: 'bundle-cleanup',
          message:
            'the operator wants its custom resources deleted before it is uninstalled itself',
          hint: 'OLM would do so; delete them by hand before the component is removed',
          at: csvPlace(csv, ['spec', 'cleanup', 'enabled']),
        }),
      ]
    : [];
