/*
 * What a name says of its value: of a field, a variable, a flag, a header, a key in a log line. It errs on the side
 * of "secret": what is masked for nothing costs one question, what is not masked cannot be taken back.
 */

/** Wherever one of these stands in a name, however its words are joined: `dbpassword`, `AUTH_TOKEN`. */
const STEMS = [
  'password',
  'passwd',
  'passphrase',
  'passcode',
  'secret',
  'token',
  'credential',
  'apikey',
  'accesskey',
  'privatekey',
  'encryptionkey',
  'signingkey',
  'sharedkey',
  'connectionstring',
  'kubeconfig',
  'dockerconfig',
  'dockercfg',
  'htpasswd',
  'authkey',
  'keydata',
  'requirepass',
  'masterauth',
];

/** A text of such a name holds a password, as a `pgpass` does. */
const ENDS_IN_PASS = /(?<!^by|^com|^sur|^tres|^over|^under)pass$/;

/** Words that say it alone. */
const WORDS = new Set([
  'pwd',
  'pw',
  'psk',
  'jwt',
  'bearer',
  'creds',
  'dsn',
  'hmac',
  'otp',
  'salt',
  'sig',
  'signature',
]);

/** Words that say it of a text, but are also the names of ordinary settings with fields of their own. */
const WORDS_OF_TEXTS = new Set(['auth', 'authorization', 'pass', 'pin', 'cookie', 'cookies']);

/** What stands before `key` where the key opens something; a `topologyKey` does not. */
const KINDS_OF_KEYS = new Set([
  'account',
  'admin',
  'ca',
  'aes',
  'api',
  'client',
  'ecdsa',
  'host',
  'license',
  'master',
  'recovery',
  'root',
  'rsa',
  'server',
  'session',
  'ssh',
  'ssl',
  'shared',
  'storage',
  'tls',
  'unseal',
  'user',
  'webhook',
]);

/** A name that ends so tells where a secret is, or something about it: `tokenSecretRef`, `secretName`. */
const ABOUT = new Set([
  'ref',
  'refs',
  'reference',
  'references',
  'name',
  'names',
  'namespace',
  'namespaces',
  'path',
  'paths',
  'file',
  'files',
  'dir',
  'directory',
  'mount',
  'url',
  'uri',
  'endpoint',
  'seconds',
  'ttl',
  'duration',
  'expiry',
  'expiration',
  'lifetime',
  'timeout',
  'interval',
  'size',
  'length',
  'count',
  'policy',
  'type',
  'kind',
  'mode',
  'enabled',
  'required',
  'audience',
  'audiences',
  'provider',
  'projection',
]);

/**
 * Whether a value of this name is to be masked; of a qualified name (`rbac.authorization.k8s.io/x`) by its last part.
 * @param of `text`: a scalar, or scalars in a list; `fields`: an object, whose own fields are looked at otherwise
 */
export function saysSecret(name: string, of: 'text' | 'fields' = 'text'): boolean {
  const words = name
    .slice(name.lastIndexOf('/') + 1)
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  const last = words.at(-1) ?? '';
  if (ABOUT.has(last)) return false;
  const joined = words.join('');
  if (STEMS.some((stem) => joined.includes(stem))) return true;
  if (words.some((word) => WORDS.has(word))) return true;
  if (['key', 'keys'].includes(last) && KINDS_OF_KEYS.has(words.at(-2) ?? '')) return true;
  return of === 'text' && words.some((word) => WORDS_OF_TEXTS.has(word) || ENDS_IN_PASS.test(word));
}

/**
 * Whether a setting's value can be shown: a switch, a small number, a port, a time, a level of logs, or nothing at all, under a name that says
 * nothing of secrets. Any other text may be one.
 */
export function isPlainSetting(name: string, value: string): boolean {
  return (
    !saysSecret(name) &&
    /^(?:true|false|debug|info|warn|error|json|text|:?\d{1,5}|\d{1,5}(?:ms|s|m|h))?$/.test(value)
  );
}
