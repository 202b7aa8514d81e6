/** Manifests that the cases share: each is the text of one document. */

export const map = (name: string, extra = ''): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n${extra}`;

export const documents = (...texts: string[]): string => texts.join('---\n');

/** A workload of any kind with a pod template, its name and more of its spec. */
export const workload = (kind: string, name: string, spec = ''): string => `apiVersion: apps/v1
kind: ${kind}
metadata:
  name: ${name}
  labels: {app: ${name}}
spec:
  selector:
    matchLabels: {app: ${name}}
  template:
    metadata:
      labels: {app: ${name}}
    spec:
      containers:
      - name: main
        image: quay.io/lamps/main:1
        args: [--a, --b]
        env:
        - {name: A, value: a}
        - {name: B, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
        ports:
        - {containerPort: 80, name: http}
        - {containerPort: 443, name: https}
        resources: {}
        volumeMounts:
        - {mountPath: /data, name: data}
        - {mountPath: /tmp, name: tmp}
      - name: side
        image: quay.io/lamps/side@sha256:0123456789012345678901234567890123456789012345678901234567890123
      initContainers:
      - {name: init, image: init}
      tolerations:
      - {key: a, operator: Exists}
      volumes:
      - {name: data, emptyDir: {}}
      - {name: tmp, configMap: {name: settings, items: [{key: a, path: a}]}}
${spec}`;

export const DEPLOYMENT = workload('Deployment', 'lamp');
export const CRON_JOB = `apiVersion: batch/v1
kind: CronJob
metadata: {name: nightly}
spec:
  schedule: 0 0 * * *
  jobTemplate:
    spec:
      selector: {matchLabels: {a: b}}
      template:
        spec:
          containers: [{name: main, image: "quay.io/lamps/main:1"}]
`;

/** A custom resource whose spec looks like anything. */
export const LAMP = `apiVersion: lamps.example.com/v1
kind: Lamp
metadata: {name: main, annotations: {note: first}}
spec:
  image: quay.io/lamps/main:1
  deep:
    containers: [{name: a, image: "quay.io/lamps/main:1"}, {image: other}]
    list: [{name: a, value: 1}, {name: b, value: 2}]
  template:
    metadata: {}
    spec:
      containers: [{name: a, image: "quay.io/lamps/main"}]
      volumes: [{name: a, image: {reference: "quay.io/lamps/main:2"}}]
  enabled: true
  ratio: 0.5
  size: 10
`;

export const ACCOUNT = 'apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: keeper}\n';

export const binding = (kind: string, subjects: string): string =>
  `apiVersion: rbac.authorization.k8s.io/v1
kind: ${kind}
metadata: {name: keepers}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: keeper}
subjects: ${subjects}
`;
