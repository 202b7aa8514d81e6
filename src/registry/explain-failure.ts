import type { FailureReason, RegistryFailure } from './registry-failure.ts';

const AUTH_FILES =
  '$REGISTRY_AUTH_FILE, $XDG_RUNTIME_DIR/containers/auth.json, ~/.config/containers/auth.json, ~/.docker/config.json';

/** What skopeo says, in the order in which it is asked; versions differ in the words around. */
const RULES: readonly { pattern: RegExp; failure: FailureReason; hint: string }[] = [
  {
    pattern: /no space left on device|disk quota exceeded/i,
    failure: 'no-space',
    hint: 'free space for temporary files, or let TMPDIR name a directory that has more',
  },
  {
    pattern: /rejected by policy|signature (?:was|is) required|Source image rejected|trust policy/i,
    failure: 'rejected',
    hint: 'the signature policy of this machine (policy.json, containers-policy.json(5)) does not allow it',
  },
  {
    pattern: /x509:|tls: |certificate/i,
    failure: 'unreachable',
    hint: "put its certificate authority into the system's trust store, into /etc/containers/certs.d/HOST, or name it by SSL_CERT_FILE",
  },
  {
    pattern: /server gave HTTP response to HTTPS client/,
    failure: 'unreachable',
    hint: 'the registry does not speak TLS: serve it with TLS, or set insecure = true for it in registries.conf',
  },
  {
    pattern:
      /unauthorized|authentication required|\bdenied\b|status\D{0,10}40[13]|Forbidden|invalid username|username and password|credential/i,
    failure: 'unauthorized',
    hint: `run skopeo login (or podman login) for this registry; credentials are read from ${AUTH_FILES}; some registries answer so for images that they do not have`,
  },
  {
    pattern:
      /manifest unknown|name unknown|not found|status\D{0,10}404|NAME_UNKNOWN|MANIFEST_UNKNOWN/i,
    failure: 'not-found',
    hint: 'check the name, the tag or the digest; skopeo list-tags shows what is there',
  },
  {
    pattern: /toomanyrequests|too many requests|status\D{0,10}429/i,
    failure: 'unreachable',
    hint: 'the registry limits how much it gives: wait, or log in with skopeo login',
  },
  {
    pattern:
      /no such host|server misbehaving|i\/o timeout|connection refused|no route to host|network is unreachable|connection reset|EOF|deadline exceeded|timeout|status\D{0,10}5\d\d|proxyconnect|pinging container registry/i,
    failure: 'unreachable',
    hint: 'check the network, HTTPS_PROXY and the mirrors in registries.conf',
  },
  {
    pattern:
      /digest (?:of|does not)|does not match|invalid checksum|verification failed|Digest did not match/i,
    failure: 'invalid',
    hint: 'the registry, or a mirror or proxy before it, gives something else than what the digest names',
  },
];

/**
 * Makes a failure of what skopeo wrote to stderr.
 * @param host of the registry, which the message begins with
 */
export function explainFailure(host: string, stderr: string): RegistryFailure {
  const words = skopeoWords(stderr);
  const said = withoutNames(words);
  const rule = RULES.find(({ pattern }) => pattern.test(said));
  return {
    failure: rule?.failure ?? 'invalid',
    message: `${host}: ${words}`,
    hint: rule?.hint ?? 'these are the words of skopeo; run it by hand with --debug to learn more',
  };
}

/** An image may be named `certificate`, a tag `404`; a mirror may lack what its registry has. */
function withoutNames(words: string): string {
  return words
    .replace(/\(Mirrors also failed: \[.*\]\): /s, '')
    .replaceAll(/"[^"]*"/g, '""')
    .replaceAll(/docker:\/\/\S+/g, '')
    .replaceAll(/\bmanifest \S+ in \S+/g, 'manifest:')
    .replaceAll(/\b(?<what>registry|blob) \S+:(?=\s)/g, '$<what>:');
}

/** The one line in which skopeo says why it ends, without what goes before and without credentials. */
export function skopeoWords(stderr: string): string {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  const last = lines.findLast((line) => line.includes('level=fatal')) ?? lines.at(-1) ?? '';
  const quoted = /\bmsg=(?<text>"(?:[^"\\]|\\.)*")/.exec(last)?.groups?.text;
  const text = quoted === undefined ? last : unquote(quoted);
  const words = text
    .replace(/^Error parsing image name "[^"]*": /, '')
    .replaceAll(/(?<=:\/\/)[^/\s"@]+@/g, '')
    .replaceAll(/(?<=\bhttps?:\/\/[^\s"?]*\?)[^\s"]+/g, '…')
    .replaceAll(/\b(?<scheme>Bearer|Basic)\s+[\w.~+/=-]+/gi, '$<scheme> …')
    // Some of it are a registry's own words, which must not forge lines of a log.
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  return words.length <= MAX_WORDS ? words : `${words.slice(0, MAX_WORDS)}…`;
}

const MAX_WORDS = 600;

/** Go quotes as JSON does, but for rare escapes. */
function unquote(text: string): string {
  try {
    return String(JSON.parse(text));
  } catch {
    return text.slice(1, -1);
  }
}
