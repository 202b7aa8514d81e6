import { inputError } from '../../errors.ts';
import { finding } from '../../findings.ts';
import type { Finding } from '../../findings.ts';
import { textAt } from '../../manifest/json.ts';
import { DNS_SUBDOMAIN } from '../../manifest/names.ts';
import type { ManifestObject } from '../../manifest/object.ts';
import { shownNames } from './leftover.ts';

/** How an Ingress named its class before it had a field for it; controllers still read it. */
export const CLASS_ANNOTATION = 'kubernetes.io/ingress.class';

function classesOf(ingresses: readonly ManifestObject[]): string[] {
  const classes = ingresses.map(
    ({ object }) =>
      textAt(object, ['spec', 'ingressClassName']) ||
      (object.metadata.annotations?.[CLASS_ANNOTATION] ?? ''),
  );
  return [...new Set(classes)];
}

/** The one class of all Ingresses: who replaces a controller often names its GatewayClass alike. */
export function classOf(ingresses: readonly ManifestObject[]): string {
  const [only = '', ...others] = classesOf(ingresses);
  if (others.length === 0 && DNS_SUBDOMAIN.test(only)) return only;
  throw inputError({
    code: 'flag-missing',
    message: 'no GatewayClass is given, and there is not one class of all Ingresses',
    hint: 'name one of kubectl get gatewayclasses',
    at: { field: '--class' },
  });
}

/** Tells that Ingresses of several classes become one Gateway: one class may be for the inside alone. */
export function classNotes(ingresses: readonly ManifestObject[]): Finding[] {
  const classes = classesOf(ingresses);
  const file = ingresses[0]?.file;
  if (file === undefined || classes.length < 2) return [];
  const names = classes.map((name) => name || 'none').toSorted();
  return [
    finding('note', file, {
      code: 'classes-merged',
      message: `has Ingresses of several classes, which become one Gateway: ${shownNames(names)}`,
      hint: 'give the Ingresses of each class alone, and a Gateway (NAME) of their own, if not all clients may reach all',
      at: { file },
    }),
  ];
}
