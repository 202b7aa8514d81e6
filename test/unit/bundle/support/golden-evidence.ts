/** A file of a golden tree and what has to stand in it. */
export type Evidence = [file: string, ...contents: RegExp[]];

/** The rules of a conversion by number, each with where the golden trees show it. */
export const RULES: [rule: number, what: string, ...evidence: Evidence[]][] = [
  [
    1,
    'reads every file, of whatever name, from where the annotations say',
    ['lamp/objects/configmap_lamp-settings.yaml', /brightness/],
    ['lamp/objects/customresourcedefinition_lamps.lamp.example.com.yaml', /Lamp/],
    ['refused-two-versions/errors.txt', /has 2 ClusterServiceVersions/],
  ],
  [
    1,
    'reports requirements as unmet preconditions',
    ['ember/report.yaml', /unmet.*bellows/, /unmet.*tongs/, /unmet.*Coal/, /unmet.*Heat/],
  ],
  [
    2,
    'takes port 443 where a webhook has none',
    [
      'beacon/objects/validatingwebhookconfiguration_vbeacon.beacon.example.com.yaml',
      /port: 443\n/,
    ],
  ],
  [
    3,
    'serves all namespaces, or those that are chosen',
    ['lamp/objects/deployment_lamp-operator.yaml', /olm\.targetNamespaces: ""/],
    ['hearth/objects/deployment_hearth-operator.yaml', /olm\.targetNamespaces: kitchen,parlour/],
    [
      'refused-one-namespace/errors.txt',
      /to serve all namespaces, .* support AllNamespaces, and it supports only OwnNamespace/,
      /write targetNamespaces: \[chosen\], or write targetNamespaces with one other namespace/,
    ],
    ['refused-target-namespaces/errors.txt', /to serve only kitchen, parlour, .* MultiNamespace/],
  ],
  [4, 'brings the suggested namespace', ['lamp/objects/namespace_lamps.yaml', /name: lamps/]],
  [
    5,
    'makes each ServiceAccount once',
    ['lamp/objects/serviceaccount_lamp-operator.yaml', /namespace: lamps/],
    ['lamp/objects/serviceaccount_lamp-shade.yaml', /namespace: lamps/],
    ['lamp/report.yaml', /service-account-without-permissions:lamp-shade/],
  ],
  [
    6,
    'makes a Role of each permission, and a ClusterRole of what is missing',
    ['lamp/objects/role_lamp-operator.yaml', /leases/],
    ['lamp/objects/rolebinding_lamp-operator.v1.0.0-default.yaml', /name: default\n/],
    ['ember/objects/role_ember-operator.yaml', /leases/, /configmaps/, /secrets/],
    ['ember/objects/clusterrole_ember-operator-2.yaml', /secrets/],
    ['hearth/objects/role_kitchen_hearth-operator.yaml', /namespace: kitchen/, /leases/, /pods/],
    [
      'hearth/objects/rolebinding_parlour_hearth-operator.yaml',
      /namespace: parlour\nroleRef/,
      /namespace: hearth\n$/,
    ],
    ['hearth/objects/role_hearth_hearth-operator.yaml', /leases/],
  ],
  [
    7,
    'keeps ClusterRoles apart',
    ['lamp/objects/clusterrole_lamp-operator.yaml', /lamps/],
    ['lamp/objects/clusterrolebinding_lamp-operator-2.yaml', /name: lamp-operator-2/],
    ['lamp/objects/clusterrole_lamp-dimmer.yaml', /nonResourceURLs/],
    ['lamp/objects/clusterrole_lamp-dimmer-2.yaml', /nodes/],
  ],
  [
    8,
    'takes Deployments as they are, however many',
    [
      'lamp/objects/deployment_lamp-operator.yaml',
      /labels:\n {4}app.kubernetes.io\/name: lamp-ope/,
    ],
    ['lamp/objects/deployment_lamp-shade.yaml', /shade:1\.0\.0/],
  ],
  [
    9,
    'makes a configuration of each admission webhook',
    [
      'beacon/objects/mutatingwebhookconfiguration_mbeacon.beacon.example.com.yaml',
      /reinvocationPolicy: IfNeeded/,
    ],
    [
      'beacon/objects/validatingwebhookconfiguration_vbeacon.beacon.example.com.yaml',
      /failurePolicy: Fail/,
      /matchPolicy: Equivalent/,
      /lit: "yes"/,
      /sideEffects: None/,
      /timeoutSeconds: 10/,
    ],
    ['beacon/objects/validatingwebhookconfiguration_vkeeper.beacon.example.com.yaml', /8443/],
    [
      'hearth/objects/validatingwebhookconfiguration_vhearth.hearth.example.com.yaml',
      /key: kubernetes\.io\/metadata\.name\n +operator: In\n +values:\n +- kitchen\n +- parlour\n/,
    ],
  ],
  [
    10,
    'has CRDs converted',
    ['prism/objects/customresourcedefinition_prisms.prism.example.com.yaml', /path: \/\n/],
    ['prism/objects/customresourcedefinition_rays.prism.example.com.yaml', /path: \/convert/],
    ['refused-webhooks/errors.txt', /spec\.preserveUnknownFields: has to be false/],
  ],
  [
    11,
    'makes one Service of the webhooks of a Deployment',
    [
      'beacon/objects/service_beacon-operator-service.yaml',
      /ports:\n {4}- name: "443"\n {6}port: 443\n {6}targetPort: 9443\n {2}selector:\n {4}app: bea/,
    ],
  ],
  [
    12,
    'has certificates made by service-ca',
    [
      'beacon/objects/service_beacon-keeper-service.yaml',
      /serving-cert-secret-name: beacon-keeper/,
    ],
    ['beacon/objects/deployment_beacon-operator.yaml', /webhook-cert/, /apiservice-cert/],
    ['prism/objects/customresourcedefinition_prisms.prism.example.com.yaml', /inject-cabundle/],
  ],
  [
    13,
    'registers aggregated API servers where that is asked for',
    ['refused-contents/errors.txt', /aggregated API server .* only where that is asked for/],
    [
      'lighthouse/objects/apiservice_v1.beam.example.com.yaml',
      /inject-cabundle: "true"/,
      /name: lighthouse-service\n +namespace: chosen\n +port: 5443/,
    ],
    ['lighthouse/objects/service_lighthouse-service.yaml', /port: 443\n/, /port: 5443\n/],
    ['lighthouse/objects/deployment_lighthouse.yaml', /secretName: lighthouse-service-cert/],
    [
      'lighthouse/objects/clusterrolebinding_lighthouse-service-system-auth-delegator.yaml',
      /name: system:auth-delegator/,
    ],
    [
      'lighthouse/objects/rolebinding_lighthouse-service-auth-reader.yaml',
      /namespace: kube-system/,
      /name: extension-apiserver-authentication-reader/,
    ],
  ],
  [
    14,
    'puts into the namespace what has one, and drops what is not served',
    ['lamp/objects/configmap_lamp-settings.yaml', /namespace: lamps/],
    ['lamp/report.yaml', /lampctl: MicroShift has no/, /lamp-metrics: MicroShift has no/],
  ],
  [
    16,
    'leaves images that are to be filled in',
    ['spark/objects/deployment_spark-operator.yaml', /image: \$\{SPARK_OPERATOR\}/],
  ],
];

/** What no golden tree may hold: the rest of what the rules say. */
export const RULE_OF_NOWHERE = 15;
export const NOWHERE = [
  /ClusterServiceVersion/,
  /creationTimestamp/,
  /^status:/m,
  /never-this-one|elsewhere/,
  /cert-manager/,
  /serviceaccount_default/,
];

/** What operator-controller and operator-sdk refuse, each with the words of the refusal. */
export const VALIDATIONS: Record<string, Evidence> = {
  'a duplicate Deployment': ['refused-contents/errors.txt', /smoke stands twice/],
  'a Deployment that is no DNS name': ['refused-contents/errors.txt', /"Smoke_2" is no DNS name/],
  'a duplicate CRD': ['refused-contents/errors.txt', /is defined twice, first in/],
  'an owned CRD that is missing': ['refused-contents/errors.txt', /lacks the CRD clouds/],
  'an empty package name': ['refused-contents/errors.txt', /do not give the package's name/],
  'a webhook of a missing Deployment': ['refused-webhooks/errors.txt', /names the Deployment fire/],
  'a duplicate webhook': ['refused-webhooks/errors.txt', /is the name of two webhooks/],
  'a webhook that is no DNS name': ['refused-webhooks/errors.txt', /"M_smoke" is no DNS name/],
  'conversion unless for all namespaces': ['refused-webhooks/errors.txt', /AllNamespaces only/],
  'conversion of a CRD of others': ['refused-webhooks/errors.txt', /does not own/],
  'two conversions of a CRD': ['refused-webhooks/errors.txt', /is converted by a already/],
  'a rule for all groups': ['refused-webhooks/errors.txt', /must not concern the API group \*/],
  'an unsupported kind': ['refused-contents/errors.txt', /a bundle cannot hold a Job/],
  'no manifests': ['refused-without-manifests/errors.txt', /it has no files in manifests/],
  'no metadata': ['refused-without-metadata/errors.txt', /it has no metadata/],
  'no annotations': ['refused-without-annotations/errors.txt', /it has no annotations/],
  'another media type': ['refused-media-type/errors.txt', /media type is plain\+v0/],
  'a version that is no DNS name': ['refused-contents/errors.txt', /can-be is no DNS name/],
  'a version over 63 characters': ['refused-contents/errors.txt', /at most 63 are allowed/],
  'no install mode': ['refused-contents/errors.txt', /supports no install mode/],
  'a CRD that is not owned': ['refused-contents/errors.txt', /is not among the CRDs/],
  "a Deployment's ServiceAccount": ['refused-contents/errors.txt', /which a bundle must not bring/],
  'an image that is none': ['refused-contents/errors.txt', /"Smoke 1\.0" is no image reference/],
  'more than 1 MiB, as a note': ['oversized/report.yaml', /bundle-oversized/],
};
