import { MASK, maskAssignments } from './mask-assignments.ts';

/** One form in which secrets come, and what is left of it. */
type Form = { form: string; pattern: RegExp; left: string };

// No pattern repeats something that repeats: the text may be chosen to make it slow.

/** First, since only its first line may have a name. */
const PRIVATE_KEY: Form = {
  form: 'a private key in PEM, also one that is cut off',
  pattern:
    /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----[^]*?(?:-----END [A-Z0-9 ]{0,40}KEY(?: BLOCK)?-----|$)/g,
  left: MASK,
};

const OTHERS: readonly Form[] = [
  {
    form: 'JSON in base64: the parts of a JWT, a Docker configuration',
    pattern: /eyJ[A-Za-z0-9_+/=-]{10,}(?:\.[A-Za-z0-9_-]*){0,4}/g,
    left: MASK,
  },
  {
    form: 'a bearer token',
    pattern: /\b(bearer|negotiate|apikey)((?:\s|%20|\+){1,8})[\w.~+/=%:-]{6,}/gi,
    left: `$1$2${MASK}`,
  },
  {
    form: 'basic authentication: base64, and no word',
    pattern:
      /\b([Bb]asic|BASIC)((?:\s|%20|\+){1,8})(?=[a-z]{0,40}[A-Z0-9=])[A-Za-z0-9+/_-]{4,}={0,2}/g,
    left: `$1$2${MASK}`,
  },
  {
    form: 'the user and password of a URL',
    pattern: /(:\/\/|%3A%2F%2F)(?:[^\s/?#"'<>@]{1,512}@){1,4}/gi,
    left: `$1${MASK}@`,
  },
  {
    form: 'the same with a slash in the password, and no port',
    pattern: /(:\/\/)[^\s/:@"'<>]{1,256}:(?!\d{1,5}\/)[^\s"'<>@]{1,512}@/g,
    left: `$1${MASK}@`,
  },
  {
    form: 'the user and password of a command, as curl takes them',
    pattern: /(?<![\w-])(-u|--user|--proxy-user)([ =]{1,4}["']?)[^\s:]{1,256}:[^\s"']{1,256}/g,
    left: `$1$2${MASK}`,
  },
  {
    form: 'a password or token that a message quotes',
    pattern:
      /\b(password|passphrase|passwd|token|api key)(\s{1,4}(?:is\s{1,4})?\\{0,8}["'`])[^\s"'`\\]{6,512}/gi,
    left: `$1$2${MASK}`,
  },
  {
    form: 'a token whose issuer marks it',
    pattern:
      /\b(?:sha256~[\w-]{20,}|gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[a-z]-[\w-]{10,}|AKIA[0-9A-Z]{16}|AIza[\w-]{30,}|npm_\w{30,}|hvs\.[\w-]{20,}|sk-[\w-]{20,})/g,
    left: MASK,
  },
  {
    form: 'the address of a webhook that is all that its caller has to know',
    pattern:
      /(\/\/(?:hooks\.slack\.com\/(?:services|workflows|triggers)|discord(?:app)?\.com\/api\/webhooks)\/)[\w/-]{4,}/g,
    left: `$1${MASK}`,
  },
  {
    form: "a bootstrap token of Kubernetes' own",
    pattern: /(?<![\w.-])[a-z0-9]{6}\.[a-z0-9]{16}(?![\w.-])/g,
    left: MASK,
  },
];

/** The forms of secrets; what is assigned to names comes after the first. */
export const FORMS: readonly Form[] = [PRIVATE_KEY, ...OTHERS];

/** Long base64, of either alphabet, which may be a key, a line of one, or an encoded secret. */
const LONG_BASE64 = /(?:[A-Za-z0-9+/]|%2[BbFf]){48,}(?:=|%3[Dd]){0,2}|[A-Za-z0-9_-]{48,}={0,2}/g;

/**
 * A text without what looks like a secret: the forms of the table, and what is assigned to a name that says so
 * ({@link maskAssignments}). What nothing marks as a secret cannot be found: where such values are expected, they are
 * left out by their place ({@link redactObject}).
 */
export function maskText(text: string): string {
  const named = maskAssignments(masked(text, PRIVATE_KEY));
  return OTHERS.reduce(masked, named).replaceAll(LONG_BASE64, (found) =>
    isMixed(found) ? MASK : found,
  );
}

/** Neither digests in hexadecimal nor paths and names have so many letters of both cases, and digits. */
function isMixed(text: string): boolean {
  const count = (some: RegExp): number => text.match(some)?.length ?? 0;
  return count(/[A-Z]/g) >= 6 && count(/[a-z]/g) >= 6 && count(/[0-9]/g) >= 1;
}

function masked(text: string, { pattern, left }: Form): string {
  return text.replaceAll(pattern, left);
}

// No form goes over a line's end but a private key, whose lines may be items of a list.
const BETWEEN = '\n\u0000\n';

/** The same of texts that may be the lines of one. */
export function maskLines(lines: readonly string[]): string[] {
  return maskText(lines.join(BETWEEN)).split(BETWEEN);
}
