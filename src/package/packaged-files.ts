import { readFileSync } from 'node:fs';
import path from 'node:path';

const REPOSITORY = path.resolve(import.meta.dirname ?? '', '../..');

export function packagedFile(name: string): string {
  return readFileSync(path.join(REPOSITORY, name), 'utf8');
}
