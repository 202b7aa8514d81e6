import assert from 'node:assert/strict';
import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, before, describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { ExecaError, execa } from 'execa';
import * as fc from 'fast-check';
import { UserError } from '../../src/errors.ts';
import { buildKustomization } from '../../src/kustomize/build-kustomization.ts';
import { NeedsKustomize } from '../../src/kustomize/needs-kustomize.ts';
import { renderKustomization } from '../../src/kustomize/render-kustomization.ts';
import { canonicalJsonText } from '../../src/manifest/json.ts';
import { KUSTOMIZATION_FILES } from '../../src/manifest/names.ts';
import type { ManifestObject } from '../../src/manifest/object.ts';
import { readManifests } from '../../src/manifest/read-manifests.ts';
import { problemsOfAsync } from '../unit/support/problems.ts';
import { temporaryDirectory, writeFiles } from '../unit/support/temporary-directory.ts';
import type { Files } from '../unit/support/temporary-directory.ts';
import { ensureBinaries } from './control-plane/binaries.ts';
import { kustomizeFiles } from './support/kustomize-cases/arbitrary.ts';
import { LEFT } from './support/kustomize-cases/left.ts';
import { REFUSED } from './support/kustomize-cases/refused.ts';
import { RENDERED } from './support/kustomize-cases/rendered.ts';
import { UPSTREAM, needsUpstream } from './support/upstream.ts';

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

describe('a kustomization that kubectl and this program refuse:', { concurrency: 4 }, () => {
  for (const [what, kustomization, files, message] of REFUSED) {
    it(what, async (test) => {
      const directory = await kustomizeDirectory(test, kustomization, files);
      const [problem] = await problemsOfAsync(() => renderKustomization(directory));
      assert.match(problem?.message ?? '', message);
      await assert.rejects(theirs(directory), { exitCode: 1 });
    });
  }
});

describe('a kustomization that is left to kubectl for its', () => {
  const { PATH } = process.env;
  afterEach(() => {
    process.env.PATH = PATH;
  });

  for (const [index, [features, kustomization, files]] of LEFT.entries()) {
    it(`${features} (${index})`, async (test) => {
      const directory = await kustomizeDirectory(test, kustomization, files);
      const others = await outcome(theirs(directory));
      process.env.PATH = path.dirname(kubectl);
      assert.deepEqual(await outcome(buildKustomization(directory)), others);
      process.env.PATH = directory;
      const [problem] = await problemsOfAsync(() => buildKustomization(directory));
      assert.equal(problem?.code, 'kustomize-missing');
      assert.ok(problem.message.startsWith(`uses ${features}, which takes kustomize`));
    });
  }
});

/** More cases, of another seed each time: MICROSHIFT_OPTIONAL_PROPERTY_RUNS=10000. */
const moreRuns = Number(process.env.MICROSHIFT_OPTIONAL_PROPERTY_RUNS ?? 0);

describe('any kustomization', () => {
  it('is rendered as kubectl renders it, refused by both, or left to it', async (test) => {
    const parent = await temporaryDirectory(test);
    let [count, rendered] = [0, 0];
    const property = fc.asyncProperty(kustomizeFiles, async (files) => {
      count += 1;
      const directory = path.join(parent, String(count));
      await writeFiles(directory, files);
      const ours = await outcome(renderKustomization(directory));
      if (ours === 'left') return;
      assert.deepEqual(ours, await outcome(theirs(directory)));
      if (ours !== 'refused') rendered += 1;
    });
    await fc.assert(property, moreRuns > 0 ? { numRuns: moreRuns } : { numRuns: 250, seed: 1 });
    assert.ok(rendered > count / 3, `only ${rendered} of ${count} were rendered natively`);
  });
});

async function outcome(
  rendering: Promise<ManifestObject[]>,
): Promise<string[] | 'left' | 'refused'> {
  try {
    return texts(await rendering);
  } catch (error) {
    if (error instanceof NeedsKustomize) return 'left';
    if (error instanceof UserError || error instanceof ExecaError) return 'refused';
    throw error;
  }
}

describe('every upstream kustomization', needsUpstream, () => {
  it('is rendered as kubectl renders it', async () => {
    const entries = await readdir(UPSTREAM, { recursive: true });
    const directories = entries
      .filter((name) => KUSTOMIZATION_FILES.includes(path.basename(name)))
      .map((name) => path.join(UPSTREAM, path.dirname(name)));
    assert.ok(directories.length >= 5, `only ${directories.length} directories`);
    for (const directory of directories) {
      const ours = await renderKustomization(directory);
      assert.ok(ours.length > 0, directory);
      assert.deepEqual(texts(ours), texts(await theirs(directory)), directory);
    }
  });
});
