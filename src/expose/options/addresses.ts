import { isIP } from 'node:net';
import type { GatewayAddress } from './expose-options.ts';
import type { FlagProblems } from './flag-problems.ts';
import { hostProblem } from './hosts.ts';

const MAX_ADDRESSES = 16;

/** Reads the addresses that a Gateway asks for. */
export function parseAddresses(
  flag: 'address' | 'internal-address',
  values: readonly string[],
  problems: FlagProblems,
): GatewayAddress[] {
  if (values.length > MAX_ADDRESSES) {
    problems.conflict(
      flag,
      `is given more than ${MAX_ADDRESSES} times`,
      'a Gateway has no more of them',
    );
  }
  return [...new Set(values)].map((value) => {
    const isAddress = isIP(value) !== 0 && !value.includes('%');
    if (!isAddress && (value.startsWith('*') || hostProblem(value) !== undefined)) {
      problems.invalid(
        flag,
        value,
        'is neither an IP address nor a DNS name',
        'give one such as 192.0.2.10',
      );
    }
    return { type: isAddress ? 'IPAddress' : 'Hostname', value };
  });
}
