import { DNS_SUBDOMAIN } from '../../manifest/names.ts';
import { csvPlace } from '../place.ts';
import { faulty } from './validator.ts';
import type { Validator } from './validator.ts';

/** Each Deployment needs a name of its own that the API server takes. */
export const deploymentNames: Validator = ({ csv }) => {
  const taken = new Set<string>();
  return csv.deployments.flatMap(({ name }, index) => {
    const wrong = DNS_SUBDOMAIN.test(name)
      ? taken.has(name) && `${name} stands twice`
      : `${JSON.stringify(name)} is no DNS name`;
    taken.add(name);
    const path = ['spec', 'install', 'spec', 'deployments', index, 'name'];
    return wrong === false ? [] : [faulty(csvPlace(csv, path), wrong)];
  });
};
