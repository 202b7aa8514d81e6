import type { ClusterServiceVersion, CsvApiService, FieldPath } from './bundle.ts';

/** Something that the API server calls at a Deployment: a webhook, or an API that the operator serves. */
export type Callee = {
  /** For messages: `the webhook vlamp.example.com`. */
  name: string;
  deploymentName: string;
  /** The port of the Service in front of the Deployment. */
  containerPort: number;
  /** The container's port, by number or name. */
  targetPort: number | string;
  /** Where the ClusterServiceVersion defines it. */
  path: FieldPath;
};

/** Everything that the API server is to call, webhooks first. */
export function calleesOf({ webhooks, apiServices }: ClusterServiceVersion): Callee[] {
  return [
    ...webhooks.map(({ generateName, deploymentName, containerPort, targetPort }, index) => ({
      name: `the webhook ${generateName}`,
      deploymentName,
      containerPort,
      targetPort,
      path: ['spec', 'webhookdefinitions', index],
    })),
    ...apiServices.owned.map((api, index) => ({
      name: `the API ${apiServiceName(api)}`,
      deploymentName: api.deploymentName,
      containerPort: api.containerPort,
      targetPort: api.containerPort,
      path: ['spec', 'apiservicedefinitions', 'owned', index],
    })),
  ];
}

/** The name that the API server asks of an APIService; one serves all kinds of its version and group. */
export function apiServiceName({ version, group }: CsvApiService): string {
  return `${version}.${group}`;
}
