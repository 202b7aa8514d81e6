import { isJsonObject, valueAt } from '../../manifest/json.ts';
import { calleesOf } from '../callees.ts';
import { csvPlace } from '../place.ts';
import { faulty } from './validator.ts';
import type { Validator } from './validator.ts';

/** The API server would call what no pod answers. */
export const calleeDeployments: Validator = ({ csv }) => {
  const deployments = new Set(csv.deployments.map(({ name }) => name));
  return calleesOf(csv).flatMap(({ name, deploymentName, path }) =>
    deployments.has(deploymentName)
      ? []
      : [
          faulty(
            csvPlace(csv, [...path, 'deploymentName']),
            deploymentName === ''
              ? `${name} names no Deployment`
              : `${name} names the Deployment ${deploymentName}, which is not there`,
          ),
        ],
  );
};

/** The one Service of a Deployment can lead from a port to one other only. */
export const calleePorts: Validator = ({ csv }) => {
  const targets = new Map<string, number | string>();
  return calleesOf(csv).flatMap(({ name, deploymentName, containerPort, targetPort, path }) => {
    const key = `${deploymentName}:${containerPort}`;
    const other = targets.get(key) ?? targetPort;
    targets.set(key, other);
    return other === targetPort
      ? []
      : [
          faulty(
            csvPlace(csv, [...path, 'containerPort']),
            `${name} leads port ${containerPort} of ${deploymentName} to ${targetPort}, another one to ${other}`,
          ),
        ];
  });
};

/** A Service finds pods by labels that are equal, and by nothing else. */
export const calleeSelectors: Validator = ({ csv }) => {
  const called = new Set(calleesOf(csv).map(({ deploymentName }) => deploymentName));
  return csv.deployments.flatMap(({ name, spec }, index) => {
    const labels = valueAt(spec, ['selector', 'matchLabels']);
    const isFound = isJsonObject(labels) && Object.keys(labels).length > 0;
    const path = ['spec', 'install', 'spec', 'deployments', index, 'spec', 'selector'];
    return isFound || !called.has(name)
      ? []
      : [
          faulty(
            csvPlace(csv, path),
            `the API server is to call ${name}, and cannot reach it, since its selector has no matchLabels`,
          ),
        ];
  });
};
