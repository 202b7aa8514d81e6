import { DNS_LABEL, DNS_SUBDOMAIN } from '../../manifest/names.ts';
import { apiServiceName } from '../callees.ts';
import { csvPlace } from '../place.ts';
import { faulty, unsupported } from './validator.ts';
import type { Validator } from './validator.ts';

const PATH = ['spec', 'apiservicedefinitions', 'owned'];

/** An operator that serves APIs by itself sees every request for them, so that is to be asked for. */
export const apiServicesAsked: Validator = ({ csv }, { apiServices }) =>
  apiServices
    ? []
    : csv.apiServices.owned.map((api, index) =>
        unsupported(
          csvPlace(csv, [...PATH, index]),
          `the operator is an aggregated API server (${apiServiceName(api)}), which is registered only where that is asked for`,
          'write apiServices: true at its source in component.yaml, if the device is to have it',
        ),
      );

/** What the API server asks of the names of an API. */
export const apiServiceNames: Validator = ({ csv }) =>
  csv.apiServices.owned.flatMap(({ version, group }, index) => [
    ...(/^[a-z]/.test(version) && DNS_LABEL.test(version)
      ? []
      : [
          faulty(
            csvPlace(csv, [...PATH, index, 'version']),
            `${JSON.stringify(version)} is no version of an API, such as v1`,
          ),
        ]),
    ...(DNS_SUBDOMAIN.test(group)
      ? []
      : [
          faulty(
            csvPlace(csv, [...PATH, index, 'group']),
            `${JSON.stringify(group)} is no group of an API, such as example.com`,
          ),
        ]),
  ]);

/** All kinds of an API are served by one Deployment at one port. */
export const apiServicesAgree: Validator = ({ csv }) => {
  const servers = new Map<string, string>();
  return csv.apiServices.owned.flatMap((api, index) => {
    const name = apiServiceName(api);
    const server = `${api.deploymentName}, port ${api.containerPort}`;
    const other = servers.get(name) ?? server;
    servers.set(name, other);
    return other === server
      ? []
      : [
          faulty(
            csvPlace(csv, [...PATH, index]),
            `the API ${name} cannot be served by ${server}, since another kind of it is by ${other}`,
          ),
        ];
  });
};
