import type { Finding } from '../../findings.ts';
import { displayObject } from '../../manifest/display.ts';
import { objectId } from '../../manifest/object.ts';
import type { ManifestObject } from '../../manifest/object.ts';
import { leftover, shown } from './leftover.ts';
import type { HostCertificate, HostRule, Migration, Passthrough } from './migration.ts';

/**
 * Settles what Ingresses and Routes want differently for one host. Of two that want the same requests, the first
 * has them, as with most controllers; the other is told as left.
 */
export function mergeRules(migration: Migration): Migration {
  const { rules, passthroughs, certificates, backendTls } = migration;
  const leftovers: Finding[] = [...migration.leftovers];
  const leftAs = (
    each: { source: ManifestObject },
    first: { source: ManifestObject },
    what: string,
  ): void => {
    const other = displayObject(objectId(first.source.object));
    leftovers.push(
      leftover(each.source, ['spec'], {
        code: 'claimed-twice',
        message: `${what} is that of ${other}; that of this one is left out`,
        hint: 'leave one of them out of the input to choose',
      }),
    );
  };
  const left = (
    each: HostRule | Passthrough | HostCertificate,
    first: typeof each,
    what: string,
  ): void => leftAs(each, first, `${what} of ${shown(each.host || 'all hosts')}`);
  const serving = firstOf(
    rules,
    ({ host, match }) => JSON.stringify([host, match.type, samePath(match)]),
    (each, first) => left(each, first, `path ${shown(each.match.value)}`),
  );
  const terminated = new Map(serving.filter(({ https }) => https).map((rule) => [rule.host, rule]));
  const passing = firstOf(
    passthroughs,
    ({ host }) => host,
    (each, first) => left(each, first, 'the passthrough'),
  ).filter((each) => {
    const rule = terminated.get(each.host);
    if (rule !== undefined) left(each, rule, 'HTTPS');
    return rule === undefined;
  });
  const secrets = firstOf(
    // A controller's own certificate is seldom one for the host.
    [...certificates.filter(isNamed), ...certificates.filter((each) => !isNamed(each))],
    ({ host }) => host,
    (each, first) => {
      const isSame = JSON.stringify(each.secret) === JSON.stringify(first.secret);
      if (!isSame) left(each, first, 'the certificate');
    },
  );
  const checked = firstOf(
    backendTls,
    ({ namespace, service, portName }) => JSON.stringify([namespace, service, portName]),
    (each, first) => {
      if (each.authorities === first.authorities) return;
      leftAs(each, first, `the CA certificate of the Service ${each.service}`);
    },
  );
  return {
    rules: serving,
    passthroughs: passing,
    certificates: secrets,
    backendTls: checked,
    leftovers,
  };
}

function isNamed({ secret }: HostCertificate): boolean {
  return secret !== undefined;
}

/** As a prefix, a path means the same with and without its last slash. */
function samePath({ type, value }: HostRule['match']): string {
  return type === 'PathPrefix' ? value.replace(/(?<=.)\/$/, '') : value;
}

function firstOf<Each>(
  all: readonly Each[],
  keyOf: (each: Each) => string,
  onOther: (each: Each, first: Each) => void,
): Each[] {
  const firsts = new Map<string, Each>();
  for (const each of all) {
    const first = firsts.get(keyOf(each));
    if (first === undefined) firsts.set(keyOf(each), each);
    else onOther(each, first);
  }
  return [...firsts.values()];
}
