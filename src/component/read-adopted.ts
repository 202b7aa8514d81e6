import { readFile } from 'node:fs/promises';
import { inputError, throwIfAny } from '../errors.ts';
import type { Problem } from '../errors.ts';
import { DNS_LABEL } from '../manifest/names.ts';
import { groupOf } from '../manifest/object.ts';
import type { ObjectId } from '../manifest/object.ts';

/**
 * Reads the list of objects that a component adopts: a line an object, `apiVersion kind [namespace/]name`,
 * and comments that begin with `#`.
 * @throws {UserError} `adopted-missing`, `adopted-invalid` with every wrong line
 */
export async function readAdopted(file: string): Promise<ObjectId[]> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    const message =
      error.code === 'ENOENT' ? 'no such file, but component.yaml names it' : error.message;
    const hint = "write the list, or remove it from component.yaml's spec.upgrade.adopts";
    throw inputError({ code: 'adopted-missing', message, hint, at: { file } }, { cause: error });
  });
  const problems: Problem[] = [];
  const ids = text.split('\n').flatMap((line, index) => {
    if (line.trim() === '' || line.startsWith('#')) return [];
    const id = parseLine(line);
    if (id !== undefined) return [id];
    problems.push({
      code: 'adopted-invalid',
      message: `expected apiVersion kind [namespace/]name, found ${JSON.stringify(line)}`,
      hint: 'write it as in: apps/v1 Deployment shop/web',
      at: { file, line: index + 1 },
    });
    return [];
  });
  throwIfAny(problems);
  return ids;
}

function parseLine(line: string): ObjectId | undefined {
  const [apiVersion = '', kind = '', path = '', ...rest] = line.trim().split(/\s+/);
  const [name = '', namespace = '', ...more] = path.split('/').toReversed();
  const isComplete = /^[A-Za-z]\w*$/.test(kind) && name !== '' && rest.length + more.length === 0;
  if (!isComplete || (path.includes('/') && !DNS_LABEL.test(namespace))) return undefined;
  return { group: groupOf(apiVersion), kind, namespace, name };
}
