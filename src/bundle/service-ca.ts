/**
 * The annotations by which service-ca is asked for certificates, as MicroShift ships it
 * (github.com/openshift/service-ca-operator).
 */

/** On a Service: the Secret that is to hold its certificate and key. */
export const SERVING_CERTIFICATE = 'service.beta.openshift.io/serving-cert-secret-name';

/** On a webhook configuration, CRD or APIService, `"true"`: put in the authority that clients are to trust. */
export const INJECT_CA = 'service.beta.openshift.io/inject-cabundle';

/** How the annotations begin by which others are asked to put in theirs; two would undo each other. */
export const OTHER_INJECTORS = 'cert-manager.io/inject-';
