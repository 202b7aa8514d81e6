import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { isTime } from '../../src/manifest/yaml-dialect.ts';
import { ensureYamlReader } from './control-plane/binaries.ts';
import { readBoth } from './support/compare-readings.ts';
import { DIFFERENT } from './support/yaml-cases/different.ts';
import { READ } from './support/yaml-cases/read.ts';
import { REFUSED } from './support/yaml-cases/refused.ts';
import { SCALARS } from './support/yaml-cases/scalars.ts';
import { startYamlReader } from './support/yaml-reader.ts';
import type { YamlReader } from './support/yaml-reader.ts';

let reader: YamlReader;
before(async () => {
  reader = startYamlReader(await ensureYamlReader(console.error));
});
after(() => reader.stop());

describe('a plain scalar that kubectl and this program read alike:', () => {
  for (const text of SCALARS) {
    it(text.length > 50 ? `${text.slice(0, 50)}…` : text || '(nothing)', async () => {
      const value = await readBoth(reader, `value: ${text}\nitems:\n- ${text}\n- ${text} # c\n`);
      assert.deepEqual(value.ours, value.theirs);
      const key = await readBoth(reader, `? ${text}\n: value\n`);
      // Keys that we refuse and kubectl does not are in DIFFERENT.
      if (!/\d{7}/.test(text)) assert.deepEqual(key.ours, key.theirs);
    });
  }
});

describe('a plain scalar that kustomize and this program read alike:', () => {
  for (const text of SCALARS) {
    it(text.length > 50 ? `${text.slice(0, 50)}…` : text || '(nothing)', async () => {
      const stream = `value: ${text}\nitems:\n- ${text}\n- ${text} # c\n`;
      const value = await readBoth(reader, stream, 'kustomize');
      // Kustomize writes times in another way.
      if (isTime(text)) assert.equal(value.ours, 'refused');
      else assert.deepEqual(value.ours, value.theirs);
    });
  }
});

for (const [subject, documents] of Object.entries(READ)) {
  describe(`${subject} that kubectl and this program read alike:`, () => {
    for (const document of documents) {
      it(JSON.stringify(document), async () => {
        const { ours, theirs } = await readBoth(reader, `${document}\n`);
        assert.notEqual(theirs, 'refused');
        assert.deepEqual(ours, theirs);
      });
    }
  });
}

describe('what this program reads as kustomize does, or refuses:', () => {
  for (const document of Object.values(READ).flat()) {
    it(JSON.stringify(document), async () => {
      const { ours, theirs } = await readBoth(reader, `${document}\n`, 'kustomize');
      // What is no map is no object.
      const isObject = ours !== 'refused' && ours.every((each) => each.startsWith('{'));
      if (isObject && ours.length > 0) assert.deepEqual(ours, theirs);
    });
  }
});

describe('what kubectl and this program refuse:', () => {
  const long = 'abcdefgh'.split('').map((name, index, names) => {
    const inner = index === 0 ? 'x' : `*${names[index - 1]}`;
    return `${name}: &${name} [${Array.from({ length: 10 }, () => inner).join(', ')}]`;
  });
  for (const document of [...REFUSED, long.join('\n'), '['.repeat(20_000)]) {
    it(JSON.stringify(document.slice(0, 80)), async () => {
      const readings = await readBoth(reader, `${document}\n`);
      assert.deepEqual(readings, { ours: 'refused', theirs: 'refused' });
    });
  }
});

describe('where this program and kubectl differ:', () => {
  for (const { why, refusedBy, documents } of DIFFERENT) {
    describe(why, () => {
      for (const document of documents) {
        it(JSON.stringify(document), async () => {
          const { ours, theirs } = await readBoth(reader, `${document}\n`);
          assert.equal(ours === 'refused', refusedBy === 'us');
          assert.equal(theirs === 'refused', refusedBy === 'kubectl');
          assert.notDeepEqual(ours, theirs);
        });
      }
    });
  }

  it('an alias that is used too often for its size', async () => {
    const document = `a: &a ${'x'.repeat(200_000)}\nb: [${'*a, '.repeat(100)}*a]\n`;
    const { ours, theirs } = await readBoth(reader, document);
    assert.equal(ours, 'refused', 'it would become 20 MB');
    assert.notEqual(theirs, 'refused');
  });

  it('nesting deeper than any object has it', async () => {
    const { ours, theirs } = await readBoth(reader, `${'['.repeat(600)}${']'.repeat(600)}\n`);
    assert.equal(ours, 'refused');
    assert.notEqual(theirs, 'refused');
  });
});

describe('long text that kubectl and this program read alike:', () => {
  const cases: [what: string, document: string][] = [
    ['a line of 100 kB', `a: ${'x '.repeat(50_000)}y\n`],
    ['a key of 1023 characters', `${'k'.repeat(1023)}: 1\n`],
    ['a longer one after ?', `? ${'k'.repeat(5000)}\n: 1\n`],
    [
      'JSON on one line',
      `[{"a":"${'x'.repeat(5000)}"},{"b":${'{"c":'.repeat(200)}1${'}'.repeat(200)}}]\n`,
    ],
    ['1500 uses of an anchor', `a: &a [1]\nb: [${'*a, '.repeat(1500)}*a]\n`],
  ];
  for (const [what, document] of cases) {
    it(what, async () => {
      const { ours, theirs } = await readBoth(reader, document);
      assert.notEqual(theirs, 'refused');
      assert.deepEqual(ours, theirs);
    });
  }
});
