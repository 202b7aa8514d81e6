import { readFile, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { inputError } from '../errors.ts';
import type { UserError } from '../errors.ts';
import type { Environment } from '../registry/skopeo.ts';
import { withoutCredentials } from '../registry/without-credentials.ts';
import type { FetchLimits } from './fetch-url.ts';
import { LIMITS } from './limits.ts';
import { readDirectory } from './read-directory.ts';
import type { SourceFiles } from './source-files.ts';

/** What reading a source takes from its surroundings. */
export type ReadSourceOptions = {
  /** Proxies, certificates, and everything that skopeo looks for; the process's own if left out. */
  environment?: Environment;
  /** Where an image is kept while it is read; the system's directory for such things if left out. */
  temporaryRoot?: string;
  /** How long servers may take. */
  fetchLimits?: FetchLimits;
  /**
   * `chart`: a Helm chart. A file or URL is then an archive, which is given as it is; at a registry or in a layout
   * it is an artifact, of which the archive is given; and of a directory its `.helmignore` is read too.
   */
  form?: 'manifests' | 'chart';
};

/**
 * Reads what a REF stands for: a directory, one file (whose path is then `''`), `https://…` (which gives
 * one file too), an image in an OCI layout (`oci:PATH[:TAG]`) or at a registry (`docker://…`, `oci://…`).
 * @param name the source's name in component.yaml, for errors
 * @throws {UserError} `source-missing`, `source-unsupported`, `source-not-a-file`, and those of
 *   {@link readDirectory} and of what reads URLs, layouts and registries
 */
export async function readSource(
  name: string,
  ref: string,
  {
    environment = process.env,
    temporaryRoot = tmpdir(),
    fetchLimits = {},
    form = 'manifests',
  }: ReadSourceOptions = {},
): Promise<SourceFiles> {
  const isChart = form === 'chart';
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(ref)?.[1]?.toLowerCase();
  switch (scheme) {
    case undefined:
      return readLocal(name, ref, isChart ? ['.helmignore'] : []);
    case 'https': {
      const { readUrl } = await import('./read-url.ts');
      return readUrl(name, ref, { environment, limits: fetchLimits, isText: !isChart });
    }
    case 'docker':
    case 'oci': {
      if (/^[a-z]+:\/\//i.test(ref)) {
        const { readRegistry } = await import('./read-registry.ts');
        return readRegistry(name, ref, { temporaryRoot, isChart }, { environment });
      }
      if (scheme === 'docker') throw unsupported(name, ref, scheme);
      const { readLayout } = await import('./read-layout.ts');
      return readLayout(ref, { isChart });
    }
    default:
      throw unsupported(name, ref, scheme);
  }
}

async function readLocal(name: string, ref: string, kept: readonly string[]): Promise<SourceFiles> {
  const found = await stat(ref).catch((error: NodeJS.ErrnoException) => {
    throw inputError(
      {
        code: 'source-missing',
        message: `source ${name} cannot be read: ${error.code === 'ENOENT' ? 'no such file or directory' : error.message}`,
        hint: `check the path given with --source ${name}=…, or its ref in component.yaml`,
        at: { file: ref },
      },
      { cause: error },
    );
  });
  if (found.isDirectory()) return { ref, files: await readDirectory(ref, kept) };
  if (!found.isFile()) {
    throw inputError({
      code: 'source-not-a-file',
      message: `source ${name} is neither a regular file nor a directory`,
      hint: 'write it into a file and give that',
      at: { file: ref },
    });
  }
  if (found.size > LIMITS.fileBytes) {
    throw inputError({
      code: 'source-too-large',
      message: `source ${name} has ${found.size} bytes; at most ${LIMITS.fileBytes} are read`,
      hint: 'give the manifest itself',
      at: { file: ref },
    });
  }
  return { ref, files: [{ path: '', bytes: await readFile(ref) }] };
}

/** Why, and what to do, where there is more to say than which forms there are. */
const REASONS: Record<string, { because: string; hint: string }> = {
  http: {
    because: 'anybody on the way could change what comes without TLS',
    hint: 'use https://, or fetch it by other means, check it, and give the file',
  },
  file: { because: 'a file is named by its path', hint: 'leave out file://' },
};

function unsupported(name: string, ref: string, scheme: string): UserError {
  const { because, hint } = REASONS[scheme] ?? {
    because: 'there is no such form',
    hint: `a REF is a directory, a file (./${scheme}:… if its name has a colon), https://…, oci:PATH[:TAG] or docker://REFERENCE; skopeo copy makes an oci: layout of other images`,
  };
  return inputError({
    code: 'source-unsupported',
    message: `source ${name}: ${scheme}: references are not read: ${because} (${withoutCredentials(ref)})`,
    hint,
  });
}
