import { configMap, deployment, namespace, widget, widgetCrd } from '../trees.ts';

// Objects as people write them; nothing of them is wrong.

type Live = any;

export const COMPONENT = 'healthy-component';
const GROUP = 'healthy.example.com';

function object(apiVersion: string, kind: string, name: string, rest: object): Live {
  return { apiVersion, kind, metadata: { name, namespace: COMPONENT }, ...rest };
}

function clusterWide(apiVersion: string, kind: string, name: string, rest: object): Live {
  return { apiVersion, kind, metadata: { name }, ...rest };
}

/** A pod template that asks for something. */
function template(app: string, more: object = {}): Live {
  const requests = { cpu: '100m', memory: '64Mi' };
  const image = 'registry.example.com/main:1';
  return {
    metadata: { labels: { app } },
    spec: { containers: [{ name: 'main', image, resources: { requests } }], ...more },
  };
}

function workload(kind: string, name: string, rest: object, pod: object = {}): Live {
  const selector = { matchLabels: { app: name } };
  return object('apps/v1', kind, name, {
    spec: { selector, template: template(name, pod), ...rest },
  });
}

const job = (): Live => ({
  template: template('job', { restartPolicy: 'Never' }),
});

/** A component of every shape that is healthy though it may not look like it. */
export function component(): object[] {
  return [
    namespace(COMPONENT),
    widgetCrd(GROUP),
    widget(GROUP, COMPONENT, 'one', { size: 1 }),
    configMap(COMPONENT, 'settings'),
    object('v1', 'Secret', 'password', { stringData: { password: 'x' } }),
    object('v1', 'ServiceAccount', 'operator', {}),
    object('v1', 'ResourceQuota', 'quota', { spec: { hard: { pods: '50' } } }),
    object('v1', 'LimitRange', 'limits', {
      spec: { limits: [{ type: 'PersistentVolumeClaim', max: { storage: '1Gi' } }] },
    }),
    clusterWide('scheduling.k8s.io/v1', 'PriorityClass', 'healthy-low', { value: 1 }),
    workload('Deployment', 'operator', { replicas: 2 }, { serviceAccountName: 'operator' }),
    workload('Deployment', 'idle', { replicas: 0 }),
    // Whoever scales it, it is not this tree.
    workload('Deployment', 'scaled', {}),
    object('autoscaling/v2', 'HorizontalPodAutoscaler', 'scaled', {
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'scaled' },
        minReplicas: 2,
        maxReplicas: 3,
        metrics: [
          {
            type: 'Resource',
            resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } },
          },
        ],
      },
    }),
    workload('StatefulSet', 'database', { serviceName: 'database', replicas: 1 }),
    workload('DaemonSet', 'agent', {}),
    workload('DaemonSet', 'nowhere', {}, { nodeSelector: { 'example.com/gpu': 'yes' } }),
    object('batch/v1', 'Job', 'once', { spec: job() }),
    object('batch/v1', 'Job', 'later', { spec: { ...job(), suspend: true } }),
    object('batch/v1', 'CronJob', 'suspended', {
      spec: { schedule: '* * * * *', suspend: true, jobTemplate: { spec: job() } },
    }),
    object('batch/v1', 'CronJob', 'yearly', {
      spec: { schedule: '0 0 1 1 *', jobTemplate: { spec: job() } },
    }),
    object('policy/v1', 'PodDisruptionBudget', 'operator', {
      spec: { minAvailable: 2, selector: { matchLabels: { app: 'operator' } } },
    }),
    object('networking.k8s.io/v1', 'NetworkPolicy', 'closed', { spec: { podSelector: {} } }),
    object('v1', 'Service', 'operator', {
      spec: { selector: { app: 'operator' }, ports: [{ port: 443, targetPort: 8443 }] },
    }),
    object('v1', 'Service', 'database', {
      spec: { clusterIP: 'None', selector: { app: 'database' }, ports: [{ port: 5432 }] },
    }),
    object('v1', 'Service', 'outside', {
      spec: { type: 'ExternalName', externalName: 'db.example.com' },
    }),
    object('v1', 'Service', 'by-hand', { spec: { ports: [{ port: 80 }] } }),
    object('v1', 'Service', 'balanced', {
      spec: { type: 'LoadBalancer', selector: { app: 'operator' }, ports: [{ port: 7070 }] },
    }),
    object('networking.k8s.io/v1', 'Ingress', 'front', {
      spec: {
        rules: [
          {
            host: 'front.ingress.example.com',
            http: {
              paths: [
                {
                  path: '/',
                  pathType: 'Prefix',
                  backend: { service: { name: 'operator', port: { number: 443 } } },
                },
              ],
            },
          },
        ],
      },
    }),
    clusterWide('admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', COMPONENT, {
      webhooks: [
        {
          name: 'check.healthy.example.com',
          admissionReviewVersions: ['v1'],
          sideEffects: 'None',
          failurePolicy: 'Ignore',
          clientConfig: { service: { namespace: COMPONENT, name: 'operator' } },
          rules: [
            {
              apiGroups: ['nothing.example.com'],
              apiVersions: ['*'],
              operations: ['CREATE'],
              resources: ['*'],
            },
          ],
        },
      ],
    }),
  ];
}

/** What an operator makes for the widget; its pods are the component's. */
export function operand(): object {
  return deployment(COMPONENT, 'operand');
}
