import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { before, describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { execa } from 'execa';
import { renderKustomization } from '../../src/kustomize/render-kustomization.ts';
import { canonicalJsonText } from '../../src/manifest/json.ts';
import type { ManifestObject } from '../../src/manifest/object.ts';
import { readManifests } from '../../src/manifest/read-manifests.ts';
import { temporaryDirectory, writeFiles } from '../unit/support/temporary-directory.ts';
import type { Files } from '../unit/support/temporary-directory.ts';
import { ensureBinaries } from './control-plane/binaries.ts';
import { RENDERED } from './support/kustomize-cases/rendered.ts';

/*
 * What src/kustomize renders, held against the real kustomize.
 */

let kubectl: string;
before(async () => {
  kubectl = path.join(await ensureBinaries(console.error, { controllers: false }), 'kubectl');
});

/** A directory with a kustomization; files may also lie beside it. */
async function kustomizeDirectory(
  test: TestContext,
  kustomization: string,
  files: Files = {},
): Promise<string> {
  const directory = path.join(await temporaryDirectory(test), 'tree');
  await mkdir(directory);
  await writeFiles(directory, { 'kustomization.yaml': kustomization, ...files });
  return directory;
}

async function theirs(directory: string): Promise<ManifestObject[]> {
  const { stdout } = await execa(kubectl, ['kustomize', directory]);
  return readManifests(stdout, directory);
}

const texts = (objects: ManifestObject[]): string[] =>
  objects.map(({ object }) => canonicalJsonText(object)).toSorted();

describe('a kustomization that is rendered as kubectl renders it:', { concurrency: 4 }, () => {
  for (const [what, kustomization, files] of RENDERED) {
    it(what, async (test) => {
      const directory = await kustomizeDirectory(test, kustomization, files);
      const [ours, others] = [await renderKustomization(directory), await theirs(directory)];
      assert.deepEqual(texts(ours), texts(others));
    });
  }
});
