import type { Stats } from 'node:fs';
import { readFile, readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { inputError } from '../errors.ts';
import type { UserError } from '../errors.ts';
import { KUSTOMIZATION_FILES } from '../manifest/names.ts';
import { LIMITS, mebibytes } from '../source/limits.ts';
import { NeedsKustomize } from './needs-kustomize.ts';

/** A directory with a kustomization, and those whose kustomizations led there. */
export type Root = {
  /** As the user named it. */
  shown: string;
  /** Without symbolic links. */
  real: string;
  parents: readonly string[];
};

/** What a path in a kustomization stands for. */
export type Found =
  | { type: 'directory'; root: Root }
  | { type: 'file'; shown: string; text: string };

/** What kustomize takes for a repository, or would fetch. */
export const REMOTE = /^[\w.+-]+:|^[a-z][a-z0-9-]*@|^github\.com\/|\?ref=/i;

/**
 * Reads the files of kustomizations: files only from below a kustomization's directory, directories from
 * anywhere but above, and no more of both than {@link LIMITS} says.
 */
export class KustomizationFiles {
  #files = 0;
  #bytes = 0;

  /** The directory to begin with. */
  async open(directory: string): Promise<Root> {
    return { shown: directory, real: await realpath(directory), parents: [] };
  }

  /**
   * The kustomization of a directory.
   * @throws {UserError} `tree-invalid` where there is none, or more than one
   */
  async kustomization({ shown, real }: Root): Promise<{ shown: string; text: string }> {
    const entries = await readdir(real);
    const names = KUSTOMIZATION_FILES.filter((name) => entries.includes(name));
    const [name] = names;
    if (name === undefined) {
      throw invalid(shown, 'holds no kustomization.yaml', 'give a kustomize directory');
    }
    if (names.length > 1) throw invalid(shown, `holds ${names.join(' and ')}`, 'keep one of them');
    const file = path.join(shown, name);
    return { shown: file, text: await this.#read(path.join(real, name), file) };
  }

  /**
   * The file or directory that a kustomization names.
   * @param file the kustomization
   * @throws {UserError} `tree-invalid`
   * @throws {NeedsKustomize} for what lies elsewhere
   */
  async find(root: Root, name: string, file: string): Promise<Found> {
    const target = path.resolve(root.real, name);
    const found = /^https?:/i.test(name) ? undefined : await statIfExists(target);
    if (!found?.isFile() && REMOTE.test(name)) throw new NeedsKustomize(file, ['remote resources']);
    if (found === undefined) {
      throw invalid(file, `names ${name}, which does not exist`, 'add the file or remove it');
    }
    const shown = path.join(root.shown, name);
    return found.isDirectory()
      ? { type: 'directory', root: await this.#directory(root, target, shown, name, file) }
      : { type: 'file', shown, text: await this.#fileIn(root, target, name, file) };
  }

  async #directory(
    { real, parents }: Root,
    target: string,
    shown: string,
    name: string,
    file: string,
  ): Promise<Root> {
    if (path.isAbsolute(name)) {
      throw invalid(file, `names the directory ${name}`, 'give a path from the kustomization');
    }
    const root = { shown, real: await realpath(target), parents: [...parents, real] };
    this.#count(shown, 0);
    if (root.parents.includes(root.real)) {
      throw invalid(shown, 'is among its own resources', 'remove it from one kustomization');
    }
    if (root.parents.some((parent) => isBelow(parent, root.real))) {
      const message = `names ${name}, which is above a kustomization that leads to it`;
      throw invalid(file, message, 'kustomize takes directories beside or below alone');
    }
    return root;
  }

  async #fileIn(root: Root, target: string, name: string, file: string): Promise<string> {
    if (!isBelow(await realpath(target), root.real)) {
      const message = `names ${name}, which lies outside of its directory`;
      throw invalid(file, message, 'copy the file into the directory, as kustomize demands');
    }
    return this.#read(target, file);
  }

  async #read(target: string, file: string): Promise<string> {
    const { size, isRegular } = await stat(target).then((found) => ({
      size: found.size,
      isRegular: found.isFile(),
    }));
    if (!isRegular) throw invalid(file, `names ${target}, which is no file`, 'give a file');
    if (size > LIMITS.fileBytes) {
      const message = `names ${target}, which is larger than ${mebibytes(LIMITS.fileBytes)}`;
      throw invalid(file, message, 'check the path');
    }
    this.#count(file, size);
    return readFile(target, 'utf8');
  }

  #count(file: string, bytes: number): void {
    this.#files += 1;
    this.#bytes += bytes;
    if (this.#files <= LIMITS.files && this.#bytes <= LIMITS.totalBytes) return;
    const limit = `${LIMITS.files} files or ${mebibytes(LIMITS.totalBytes)}`;
    throw invalid(file, `leads to more than ${limit}`, 'check the paths of the kustomizations');
  }
}

function isBelow(target: string, directory: string): boolean {
  const relative = path.relative(directory, target);
  return relative !== '' && relative !== '..' && !relative.startsWith(`..${path.sep}`);
}

async function statIfExists(target: string): Promise<Stats | undefined> {
  return stat(target).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw error;
  });
}

function invalid(file: string, message: string, hint: string): UserError {
  return inputError({ code: 'tree-invalid', message, hint, at: { file } });
}
