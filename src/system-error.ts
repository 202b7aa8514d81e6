import type { Problem } from './errors.ts';

/** What a user can do about the errors of the operating system that are theirs to mend. */
const HINTS: Record<string, string> = {
  EACCES: 'check the permissions, or run as a user who may',
  EPERM: 'check the permissions, or run as a user who may',
  EROFS: 'write to another place: this file system is read-only',
  ENOSPC: 'free space on this file system',
  EFBIG: 'raise the limit of the size of files (ulimit -f), or write to another file system',
  EIO: 'check the disk, or write to another one',
  EDQUOT: 'free space in your quota',
  ENOENT: 'check the path',
  ENOTDIR: 'check the path: a part of it is not a directory',
  EISDIR: 'check the path: it is a directory',
  ELOOP: 'check the symbolic links of the path',
  ENAMETOOLONG: 'use a shorter path',
  EMFILE: 'raise the limit of open files (ulimit -n)',
  EBUSY: 'check what uses the path',
};

/** A file system's error as a problem; undefined for what is no such error, and so a bug. */
export function systemProblem(error: unknown): Problem | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, syscall, path, message } = error as NodeJS.ErrnoException;
  const hint = code === undefined || syscall === undefined ? undefined : HINTS[code];
  if (hint === undefined) return undefined;
  return {
    code: 'system-error',
    message,
    hint,
    ...(path === undefined ? {} : { at: { file: path } }),
  };
}
