import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { it } from 'node:test';

const SOURCES = path.resolve(import.meta.dirname, '../../src');
const DATA_FILE = /\.(?:json|ya?ml)$/;
/** The products that components of this project package; what is known of them is data. */
const PRODUCTS = /sail|istio|ossm|maistra|service-?mesh|nginx|envoy|traefik|linkerd|argo/i;

it('names no upstream product in the code', () => {
  const files = globSync('**/*.*', { cwd: SOURCES }).filter((file) => !DATA_FILE.test(file));
  assert.ok(files.length > 100, 'looks at the sources');
  const found = files.flatMap((file) =>
    readFileSync(path.join(SOURCES, file), 'utf8')
      .split('\n')
      .flatMap((line, index) =>
        PRODUCTS.test(line) ? [`${file}:${index + 1}: ${line.trim()}`] : [],
      ),
  );
  assert.deepEqual(found, []);
});
