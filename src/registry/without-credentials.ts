/**
 * A reference or URL without what may be a user and a password: everything between the scheme and the
 * last `@` that does not begin a digest. For showing text that could not be parsed.
 */
export function withoutCredentials(text: string): string {
  return text.replace(
    /^(?<scheme>(?:[a-z][a-z0-9+.-]*:)?(?:\/\/)?)[^]*@(?!sha256:)/i,
    '$<scheme>…@',
  );
}
