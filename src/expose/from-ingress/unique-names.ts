import { sha256 } from '../../digest.ts';

const LONGEST = 253;

/** Makes names that differ, within what one object or namespace holds. */
export class UniqueNames {
  readonly #used = new Set<string>();

  /** `wanted`, or with a number where that is taken; shortened where it is too long for a name. */
  take(wanted: string): string {
    for (let count = 1; ; count += 1) {
      const name = limited(count === 1 ? wanted : `${wanted}-${count}`);
      if (this.#used.has(name)) continue;
      this.#used.add(name);
      return name;
    }
  }
}

/** The names of each namespace. */
export function namesByNamespace(): (namespace: string) => UniqueNames {
  const names = new Map<string, UniqueNames>();
  return (namespace) => {
    const own = names.get(namespace) ?? new UniqueNames();
    names.set(namespace, own);
    return own;
  };
}

/** What a host gives to names. */
export function hostPart(host: string): string {
  return host === '' ? 'all-hosts' : host.replace(/^\*/, 'wildcard');
}

function limited(name: string): string {
  return name.length <= LONGEST
    ? name
    : `${name.slice(0, 200).replace(/[-.]+$/, '')}-${sha256(name).slice(-16)}`;
}
