import { inputError } from '../../errors.ts';
import type { Finding } from '../../findings.ts';
import { textAt } from '../../manifest/json.ts';
import { DNS_SUBDOMAIN } from '../../manifest/names.ts';
import type { ManifestObject } from '../../manifest/object.ts';
import { leftover, shown } from './leftover.ts';

/** How a class was given before there was a field for it. */
const CLASS_ANNOTATION = 'kubernetes.io/ingress.class';

/**
 * The one class of all Ingresses: who replaces a controller often names its GatewayClass alike.
 * @throws {UserError} `flag-missing` where there is not one
 */
export function classOf(ingresses: readonly ManifestObject[]): string {
  const classes = new Set(
    ingresses.map(({ object }) => textAt(object, ['spec', 'ingressClassName'])),
  );
  const [only = ''] = classes;
  if (classes.size === 1 && DNS_SUBDOMAIN.test(only)) return only;
  throw inputError({
    code: 'flag-missing',
    message: 'no GatewayClass is given, and there is not one class of all Ingresses',
    hint: 'name one of kubectl get gatewayclasses',
    at: { field: '--class' },
  });
}

/** Notes of Ingresses that controllers of their own kept apart, such as for inside and outside. */
export function classesLeft(ingresses: readonly ManifestObject[]): Finding[] {
  const classes = new Set(ingresses.map(givenClass));
  if (classes.size < 2) return [];
  return ingresses.map((source) =>
    leftover(source, ['spec', 'ingressClassName'], {
      code: 'class-left',
      message: `${shown(givenClass(source))} is one of ${classes.size} classes of the input, and all get one Gateway, with the same addresses`,
      hint: 'give the Ingresses of each class, and a NAME, in a run of their own',
    }),
  );
}

/** That an Ingress is left out which gets a part of the requests of another one. */
export function canaryLeft(source: ManifestObject): Finding {
  return leftover(source, ['metadata', 'annotations'], {
    code: 'canary-left',
    message: 'is the canary of another Ingress; it is left out',
    hint: 'add its Service to the backendRefs of the other one, with a weight, or a rule with a header',
  });
}

function givenClass({ object }: ManifestObject): string {
  const annotated = object.metadata.annotations?.[CLASS_ANNOTATION];
  return textAt(object, ['spec', 'ingressClassName']) || (annotated ?? '');
}
