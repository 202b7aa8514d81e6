import type { Installation } from '../installation.ts';
import { csvPlace } from '../place.ts';
import { unsupported } from './validator.ts';
import type { Validator } from './validator.ts';

/** An operator serves only namespaces that it says it can. */
export const installMode: Validator = ({ csv }, installation) => {
  const supported = [...csv.installModes];
  const missing = neededModes(installation).filter((mode) => !csv.installModes.has(mode));
  if (missing.length === 0) return [];
  const wish = installation.targetNamespaces?.join(', ');
  const ways = waysToInstall(csv.installModes, installation.namespace);
  return [
    unsupported(
      csvPlace(csv, ['spec', 'installModes']),
      supported.length === 0
        ? 'the operator supports no install mode'
        : `to serve ${wish === undefined ? 'all namespaces' : `only ${wish}`}, the operator would have to support ${missing.join(' and ')}, and it supports only ${supported.join(', ')}`,
      ways.length === 0
        ? 'use a bundle whose operator supports an install mode'
        : `at its source in component.yaml, ${ways.join(', or ')}`,
    ),
  ];
};

/** The install modes for these namespaces, as OLM decides it (operator-framework/api, InstallModeSet). */
function neededModes({ namespace, targetNamespaces }: Installation): string[] {
  if (targetNamespaces === undefined) return ['AllNamespaces'];
  const own = targetNamespaces.includes(namespace) ? ['OwnNamespace'] : [];
  if (targetNamespaces.length > 1) return ['MultiNamespace', ...own];
  return own.length > 0 ? own : ['SingleNamespace'];
}

/** What to write for each install mode that is supported. */
function waysToInstall(modes: ReadonlySet<string>, namespace: string): string[] {
  const several = modes.has('OwnNamespace') ? 'several namespaces' : 'several other namespaces';
  return [
    ['AllNamespaces', 'leave targetNamespaces out'],
    ['OwnNamespace', `write targetNamespaces: [${namespace}]`],
    ['SingleNamespace', 'write targetNamespaces with one other namespace'],
    ['MultiNamespace', `write targetNamespaces with ${several}`],
  ].flatMap(([mode = '', way = '']) => (modes.has(mode) ? [way] : []));
}
