import { csvPlace } from '../place.ts';
import { DNS_SUBDOMAIN } from '../../manifest/names.ts';
import { faulty } from './validator.ts';
import type { Validator } from './validator.ts';

/** The package is what a catalog calls the operator, whatever its version. */
export const packageName: Validator = ({ packageName: name, packageNameAt }) =>
  name === '' ? [faulty(packageNameAt, "the annotations do not give the package's name")] : [];

// OLM labels what it makes of a bundle with the name, and a label's value has at most 63 characters.
const LONGEST_NAME = 63;

/** The ClusterServiceVersion's own name, of which OLM makes other names and labels. */
export const csvName: Validator = ({ csv }) => {
  const at = csvPlace(csv, ['metadata', 'name']);
  return [
    ...(DNS_SUBDOMAIN.test(csv.name) ? [] : [faulty(at, `${csv.name} is no DNS name`)]),
    ...(csv.name.length > LONGEST_NAME
      ? [faulty(at, `has ${csv.name.length} characters; at most ${LONGEST_NAME} are allowed`)]
      : []),
  ];
};
