import { sha256 } from '../digest.ts';
import { inputError } from '../errors.ts';
import type { UserError } from '../errors.ts';
import type { Environment } from '../registry/skopeo.ts';
import { withoutCredentials } from '../registry/without-credentials.ts';
import { checkText } from './check-text.ts';
import { fetchUrl } from './fetch-url.ts';
import type { FetchLimits } from './fetch-url.ts';
import { shownUrl } from './shown-url.ts';
import type { SourceFiles } from './source-files.ts';

/**
 * Reads one file from an `https://…` URL.
 * @param name the source's name in component.yaml, for errors
 * @param options.isText whether it has to be text, as manifests are
 * @throws {UserError} `source-url-invalid`, and those of {@link fetchUrl} and {@link checkText}
 */
export async function readUrl(
  name: string,
  ref: string,
  {
    environment,
    limits,
    isText = true,
  }: { environment: Environment; limits: FetchLimits; isText?: boolean },
): Promise<SourceFiles> {
  const url = /^https:\/\//i.test(ref) && URL.canParse(ref) ? new URL(ref) : undefined;
  if (url === undefined) throw invalidUrl(name, ref, 'it is no URL');
  if (url.username !== '' || url.password !== '') {
    throw invalidUrl(name, ref, 'it holds a user or a password, which would end up in logs');
  }
  url.hash = '';
  const bytes = await fetchUrl(name, url, environment, limits);
  const shown = shownUrl(url);
  if (isText) checkText(bytes, shown);
  const origin = { kind: 'url', url: shown, sha256: sha256(bytes) } as const;
  return { ref: shown, files: [{ path: '', bytes }], origin };
}

function invalidUrl(name: string, ref: string, because: string): UserError {
  return inputError({
    code: 'source-url-invalid',
    message: `source ${name}: ${withoutCredentials(ref)} is not read: ${because}`,
    hint: `write https://HOST/PATH; what needs a login has to be fetched before: --source ${name}=FILE`,
  });
}
