import { broughtNames } from './brought-names.ts';
import type { Bundle, CsvDeployment } from './bundle.ts';
import { calleesOf } from './callees.ts';
import type { Callee } from './callees.ts';
import { uniqueNames } from './unique-names.ts';

/** A Deployment that the API server calls, and what stands between the two. */
export type Backend = {
  deployment: CsvDeployment;
  callees: Callee[];
  /** The name of the Service. */
  service: string;
  /** The name of the Secret that holds the certificate of the Service. */
  secret: string;
};

// The name of a Service is a label of DNS names; a Secret's may be longer, but OLM's is not.
const LONGEST_NAME = 63;

/**
 * The Deployments that the API server calls, by name. The names of Services and Secrets are OLM's
 * (`<deployment>-service`, `<service>-cert`) as long as they are free and valid.
 */
export function backendsOf(bundle: Bundle): Map<string, Backend> {
  const serviceName = uniqueNames(LONGEST_NAME, broughtNames(bundle, '', ['Service']));
  const secretName = uniqueNames(LONGEST_NAME, broughtNames(bundle, '', ['Secret']));
  const calleesByName = Map.groupBy(calleesOf(bundle.csv), ({ deploymentName }) => deploymentName);
  const backends = new Map<string, Backend>();
  for (const deployment of bundle.csv.deployments) {
    const callees = calleesByName.get(deployment.name);
    if (callees === undefined) continue;
    const label = deployment.name.replaceAll('.', '-');
    // Before Kubernetes 1.36 the name of a Service cannot begin with a digit (RFC 1035).
    const service = serviceName(/^[a-z]/.test(label) ? label : `operator-${label}`, '-service');
    const secret = secretName(service, '-cert');
    backends.set(deployment.name, { deployment, callees, service, secret });
  }
  return backends;
}
