import { STANDARD_1_1 } from '../../../../../src/expose/gateway-api.ts';
import type { GatewayApi } from '../../../../../src/expose/gateway-api.ts';
import { parseIngressOptions } from '../../../../../src/expose/from-ingress/ingress-options.ts';
import { migrate } from '../../../../../src/expose/from-ingress/migrate.ts';
import { readInput } from '../../../../../src/expose/from-ingress/read-input.ts';
import type { ExposeFlags } from '../../../../../src/expose/options/flags.ts';
import { streamOf } from './inputs.ts';

const GROUP = 'gateway.networking.k8s.io';
/** With what ends TLS in pods. */
export const NEWER: GatewayApi = {
  ...STANDARD_1_1,
  kinds: new Map([
    ...STANDARD_1_1.kinds,
    ['TLSRoute', { apiVersion: `${GROUP}/v1`, plural: 'tlsroutes' }],
    ['BackendTLSPolicy', { apiVersion: `${GROUP}/v1`, plural: 'backendtlspolicies' }],
  ]),
};

// What is looked at differs from case to case.
type Any = any;
type Options = { flags?: ExposeFlags; api?: GatewayApi; name?: string };

/** Migrates objects, to the class `example`. */
export function run(objects: Any[], { flags, api = STANDARD_1_1, name }: Options = {}) {
  const options = parseIngressOptions(name, { class: 'example', ...flags });
  const input = readInput(streamOf(...objects), 'in.yaml', options.namespace ?? 'default');
  const { exposed, leftovers } = migrate(input, options, api);
  const made: Any[] = exposed.objects.map(({ object }) => object);
  return { made, leftovers, exposed };
}

/** `host → listeners: TYPE path → services` of each rule of the routes; redirects as `https`. */
export function ways(made: Any[]): string[] {
  return made
    .filter(({ kind }) => kind.endsWith('Route'))
    .flatMap(({ spec }) => {
      const head = `${(spec.hostnames ?? ['*']).join()} at ${spec.parentRefs.map((each: Any) => each.sectionName).join()}`;
      return spec.rules.map((each: Any) => {
        const matches = (each.matches ?? []).map(({ path }: Any) => `${path.type} ${path.value}`);
        const targets = (each.backendRefs ?? []).map(
          (ref: Any) =>
            `${ref.name}:${ref.port}${ref.weight === undefined ? '' : `*${ref.weight}`}`,
        );
        const target = each.filters?.[0].requestRedirect.scheme ?? targets.join(' ');
        return `${head}: ${matches.join(', ')} → ${target}`;
      });
    });
}

/** `NAME PROTOCOL HOST CERTIFICATE` of each listener. */
export const listeners = (made: Any[]): string[] =>
  made[0].spec.listeners.map((each: Any) =>
    [
      each.name,
      each.protocol,
      each.hostname,
      ...(each.tls?.certificateRefs ?? []).map((ref: Any) => `${ref.namespace ?? ''}/${ref.name}`),
    ]
      .filter((part) => part !== undefined)
      .join(' '),
  );

/** `FIELD: CODE` of each. */
export const codes = (leftovers: readonly Any[]): string[] =>
  leftovers.map(({ code, at }) => `${at.field}: ${code}`);
