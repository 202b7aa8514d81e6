import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, it } from 'node:test';
import { readFiles } from '../support/read-files.ts';
import { bundleNames, convertedFiles, GOLDEN_BUNDLES } from './support/golden-bundles.ts';
import { NOWHERE, RULE_OF_NOWHERE, RULES, VALIDATIONS } from './support/golden-evidence.ts';
import type { Evidence } from './support/golden-evidence.ts';

describe('the small bundles', async () => {
  const golden = await readFiles(GOLDEN_BUNDLES);
  const names = await bundleNames();

  it('are those of the golden trees', () => {
    assert.deepEqual([...new Set(Object.keys(golden).map((file) => file.split('/')[0]))], names);
  });

  for (const name of names) {
    it(`${name} becomes test/fixtures/golden/bundles/${name} (npm run update-golden)`, async () => {
      const expected = await readFiles(path.join(GOLDEN_BUNDLES, name));
      assert.deepEqual(await convertedFiles(name), expected);
    });
  }

  it('show every rule', () => {
    const shown = new Set([...RULES.map(([rule]) => rule), RULE_OF_NOWHERE]);
    assert.deepEqual(
      [...shown].toSorted((a, b) => a - b),
      Array.from({ length: 16 }, (_, index) => index + 1),
    );
  });

  for (const [rule, what, ...evidence] of RULES) {
    it(`show rule ${rule}: the conversion ${what}`, () => {
      for (const each of evidence) check(golden, each);
    });
  }

  it(`show rule ${RULE_OF_NOWHERE}: what the conversion leaves out`, () => {
    for (const [file, text] of Object.entries(golden)) {
      if (!file.includes('/objects/')) continue;
      for (const pattern of NOWHERE) assert.doesNotMatch(`${file}\n${text}`, pattern);
    }
  });

  for (const [what, evidence] of Object.entries(VALIDATIONS)) {
    it(`show that the conversion refuses ${what}`, () => check(golden, evidence));
  }
});

function check(golden: Record<string, string>, [file, ...contents]: Evidence): void {
  const text = golden[file];
  assert.ok(text !== undefined, `${file} is missing`);
  for (const content of contents) assert.match(text, content);
}
