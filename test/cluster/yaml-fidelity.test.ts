import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import * as fc from 'fast-check';
import { canonicalJsonText } from '../../src/manifest/json.ts';
import { formatYaml } from '../../src/manifest/yaml.ts';
import { json, plainScalar, yamlText } from '../unit/support/yaml-values.ts';
import { ensureYamlReader } from './control-plane/binaries.ts';
import { ownValues, readBoth, readingOf } from './support/compare-readings.ts';
import { UPSTREAM, needsUpstream } from './support/upstream.ts';
import { startYamlReader } from './support/yaml-reader.ts';
import type { YamlReader } from './support/yaml-reader.ts';

let reader: YamlReader;
before(async () => {
  reader = startYamlReader(await ensureYamlReader(console.error));
});
after(() => reader.stop());

const READERS = ['lenient', 'kustomize'] as const;
const readWritten = (value: unknown) => reader.read(formatYaml(value), READERS);

describe('every upstream file', needsUpstream, () => {
  it('is read as kubectl reads it, and the same again after it was written', async () => {
    const entries = await readdir(UPSTREAM, { recursive: true });
    const files = entries.filter((name) => /\.(?:ya?ml|json)$/.test(name));
    let documents = 0;
    for (const file of files) {
      const text = await readFile(path.join(UPSTREAM, file), 'utf8');
      const values = ownValues(text);
      const original = readingOf(await reader.read(text, ['lenient']), 'lenient');
      // Templates of charts are YAML only after Helm has filled them in.
      if (file.includes('/templates/') && values === 'refused' && original === 'refused') continue;
      assert.ok(values !== 'refused' && original !== 'refused', file);
      assert.deepEqual(values.map(canonicalJsonText), original, file);
      const again = await Promise.all(values.map(readWritten));
      for (const by of READERS) {
        assert.deepEqual(
          again.flatMap((answer) => readingOf(answer, by)),
          original,
          `${file}: ${by}`,
        );
      }
      documents += values.length;
    }
    assert.ok(documents > 250, `only ${documents} documents were compared`);
  });
});

/** More cases, of another seed each time: MICROSHIFT_OPTIONAL_PROPERTY_RUNS=100000. */
const moreRuns = Number(process.env.MICROSHIFT_OPTIONAL_PROPERTY_RUNS ?? 0);
const runs = (numRuns: number, seed: number): fc.Parameters<unknown> =>
  moreRuns > 0 ? { numRuns: moreRuns } : { numRuns, seed };

describe('any', () => {
  it('JSON value is written so that all readers give it back', async () => {
    const property = fc.asyncProperty(json, async (value) => {
      const answer = await readWritten({ value });
      for (const by of READERS) {
        assert.deepEqual(readingOf(answer, by), [canonicalJsonText({ value })], by);
      }
    });
    await fc.assert(property, runs(3000, 1));
  });

  it('plain scalar has the type and the value that kubectl sees', async () => {
    const property = fc.asyncProperty(plainScalar, async (text) => {
      const { ours, theirs } = await readBoth(reader, `value: ${text}\nlist:\n- ${text}\n`);
      assert.deepEqual(ours, theirs);
    });
    await fc.assert(property, runs(6000, 2));
  });

  it('plain scalar as a key has the text that kubectl sees, or is refused', async () => {
    const property = fc.asyncProperty(plainScalar, async (text) => {
      const { ours, theirs } = await readBoth(reader, `map: {a: {${text} : 1}}\n`);
      // kubectl changes the digits of long fractions in keys.
      if (ours !== 'refused' || !/\d[._eE]|[._]\d|\d{7}/.test(text)) assert.deepEqual(ours, theirs);
    });
    await fc.assert(property, runs(3000, 3));
  });

  it('plain scalar has the type and the value that kustomize sees, or is refused', async () => {
    const property = fc.asyncProperty(plainScalar, async (text) => {
      const stream = `value: ${text}\nlist:\n- ${text}\n`;
      const { ours, theirs } = await readBoth(reader, stream, 'kustomize');
      if (ours !== 'refused' || !/^\d{4}-/.test(text)) assert.deepEqual(ours, theirs);
    });
    await fc.assert(property, runs(6000, 5));
  });

  for (const [by, seed] of [
    ['lenient', 4],
    ['kustomize', 6],
  ] as const) {
    it(`text that is YAML to both is the same to both: ${by}`, () => compareTexts(by, seed));
  }

  async function compareTexts(by: (typeof READERS)[number], seed: number): Promise<void> {
    let read = 0;
    const property = fc.asyncProperty(yamlText, async (text) => {
      const { ours, theirs } = await readBoth(reader, `first: 1\nvalue: ${text}\n`, by);
      if (ours === 'refused' || theirs === 'refused') return;
      // Text at the top of a document is no object: see support/yaml-cases/different.ts.
      const isText = (document: string): boolean => document.startsWith('"');
      if (ours.some(isText) || theirs.some(isText)) return;
      assert.deepEqual(ours, theirs);
      read += 1;
    });
    await fc.assert(property, runs(6000, seed));
    assert.ok(read > 500, `only ${read} texts were YAML to both`);
  }
});
