import { gzipSync } from 'node:zlib';
import type { Manual } from '../manual/format-manual.ts';
import type { Notices } from './notices.ts';
import { formatThirdParty } from './notices.ts';

/** What the package of this program is made of. */
export type ProgramContent = {
  /** The built program. */
  bytes: Buffer;
  notices: Notices;
  manual: Manual;
  /** The text of a file below `rpm/` in the repository. */
  packagedFile: (name: string) => string;
};

/** One file of the package. */
export type ProgramFile = {
  /** What rpmbuild finds it by. */
  source: string;
  /** Where it is installed. */
  path: string;
  mode: '644' | '755';
  is: 'plain' | 'config' | 'license';
  content: (from: ProgramContent) => string | Buffer;
};

export const UNITS = '/usr/lib/systemd/system';
const LICENSES = '/usr/share/licenses/microshift-optional';

/** A file of the package that stands in the repository as it is. */
function asIs(
  name: string,
  directory: string,
  { mode = '644', is = 'plain' }: Partial<Pick<ProgramFile, 'mode' | 'is'>> = {},
): ProgramFile {
  const content = ({ packagedFile }: ProgramContent): string => packagedFile(`rpm/${name}`);
  return { source: name, path: `${directory}/${name}`, mode, is, content };
}

function made(
  source: string,
  path: string,
  content: ProgramFile['content'],
  is: ProgramFile['is'] = 'plain',
): ProgramFile {
  return { source, path, mode: '644', is, content };
}

/**
 * The files of the package. The program is a file for Node and not a command itself (644): build machines rewrite the
 * first line of executable scripts, and it is to arrive as it was tested.
 */
export const PROGRAM_FILES: readonly ProgramFile[] = [
  made(
    'microshift-optional.mjs',
    '/usr/libexec/microshift-optional/microshift-optional.mjs',
    ({ bytes }) => bytes,
  ),
  asIs('microshift-optional', '/usr/bin', { mode: '755' }),
  asIs('microshift-optional.service', UNITS),
  asIs('microshift-optional-resync.timer', UNITS),
  asIs('microshift-optional-generator', '/usr/lib/systemd/system-generators', { mode: '755' }),
  asIs('microshift-optional.conf', '/etc', { is: 'config' }),
  made(
    'microshift-optional.8.gz',
    '/usr/share/man/man8/microshift-optional.8.gz',
    // Without a time or name in its header, so that it is the same for each build.
    ({ manual }) => gzipSync(manual.manPage, { level: 9 }),
  ),
  made(
    'microshift-optional.bash',
    '/usr/share/bash-completion/completions/microshift-optional',
    ({ manual }) => manual.completions.bash,
  ),
  made(
    'microshift-optional.zsh',
    '/usr/share/zsh/site-functions/_microshift-optional',
    ({ manual }) => manual.completions.zsh,
  ),
  made(
    'microshift-optional.fish',
    '/usr/share/fish/vendor_completions.d/microshift-optional.fish',
    ({ manual }) => manual.completions.fish,
  ),
  made('LICENSE', `${LICENSES}/LICENSE`, ({ notices }) => notices.license, 'license'),
  made(
    'THIRD-PARTY-LICENSES',
    `${LICENSES}/THIRD-PARTY-LICENSES`,
    ({ notices }) => formatThirdParty(notices.bundled),
    'license',
  ),
];
