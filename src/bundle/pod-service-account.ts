import { textAt } from '../manifest/json.ts';
import type { CsvDeployment } from './bundle.ts';

/** The name of the ServiceAccount whose pods these are; `serviceAccount` is the field's old name. */
export function podServiceAccount({ spec }: CsvDeployment): string {
  const pod = ['template', 'spec'];
  return (
    textAt(spec, [...pod, 'serviceAccountName']) ||
    textAt(spec, [...pod, 'serviceAccount']) ||
    'default'
  );
}
