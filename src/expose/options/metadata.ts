import { DNS_SUBDOMAIN } from '../../manifest/names.ts';
import type { FlagProblems } from './flag-problems.ts';
import type { ExposeFlags } from './flags.ts';

const NAME_PART = /^[A-Za-z0-9](?:[-\w.]{0,61}[A-Za-z0-9])?$/;
const LONGEST_ANNOTATION = 4096;
const HINT = 'give KEY=VALUE, such as example.com/scope=inside';

/** As many of either `spec.infrastructure` of a Gateway takes. */
const MOST = { annotation: 16, label: 8 } as const;

type MetadataFlag = 'annotation' | 'label' | 'internal-annotation' | 'internal-label';

/** Reads the labels or annotations of a flag. */
export function parseMetadata(
  flag: MetadataFlag,
  flags: ExposeFlags,
  problems: FlagProblems,
): Record<string, string> {
  const kind = flag.endsWith('label') ? 'label' : 'annotation';
  const pairs = new Map<string, string>();
  for (const text of flags[flag] ?? []) {
    const equals = text.indexOf('=');
    const [key, value] = [text.slice(0, equals), text.slice(equals + 1)];
    const isValue =
      kind === 'label'
        ? value === '' || NAME_PART.test(value)
        : value.length <= LONGEST_ANNOTATION && !/\p{Cc}/u.test(value);
    if (equals < 1) problems.invalid(flag, text, 'is no pair of key and value', HINT);
    else if (!isQualified(key)) problems.invalid(flag, text, `has a key that no ${kind} has`, HINT);
    else if (!isValue) problems.invalid(flag, text, `has a value that no ${kind} has`, HINT);
    else if (pairs.has(key)) problems.invalid(flag, text, 'has a key that is given before', HINT);
    pairs.set(key, value);
  }
  if (pairs.size > MOST[kind]) {
    problems.conflict(
      flag,
      `is given more than ${MOST[kind]} times`,
      'a Gateway hands on no more of them',
    );
  }
  return Object.fromEntries(pairs);
}

/** `name` or `example.com/name`. */
function isQualified(key: string): boolean {
  const slash = key.indexOf('/');
  const domain = key.slice(0, Math.max(0, slash));
  return (
    (slash < 0 || (DNS_SUBDOMAIN.test(domain) && domain.length < 253)) &&
    NAME_PART.test(key.slice(slash + 1))
  );
}
