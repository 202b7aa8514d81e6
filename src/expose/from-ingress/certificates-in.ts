const CERTIFICATE =
  /-----BEGIN CERTIFICATE-----\n(?:[A-Za-z0-9+/=]{1,76}\n){1,400}-----END CERTIFICATE-----/g;

/** The certificates of a PEM text, and nothing else of it: keys stand in such texts too. */
export function certificatesIn(text: string): string {
  const found = text.replaceAll(/[\t \r]+$/gm, '').match(CERTIFICATE) ?? [];
  return found.map((certificate) => `${certificate}\n`).join('');
}
