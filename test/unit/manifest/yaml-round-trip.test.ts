import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { toJsonText } from '../../../src/manifest/json.ts';
import { formatYaml, parseYaml } from '../../../src/manifest/yaml.ts';
import { TRICKY, json } from '../support/yaml-values.ts';

const reread = (value: unknown): unknown => parseYaml(formatYaml(value), 'a.yaml')[0]?.value;

describe('formatYaml, then parseYaml', () => {
  for (const tricky of TRICKY) {
    it(`keeps ${JSON.stringify(tricky)} as a value, a key and an item`, () => {
      const value = { [tricky]: 'v', v: tricky, list: [tricky, [tricky]], nested: { k: tricky } };
      assert.equal(toJsonText(reread(value)), toJsonText(value));
    });
  }

  it('keeps any JSON value', () => {
    fc.assert(
      fc.property(json, (value) => {
        // Wrapped, since a document that is null counts as empty.
        assert.equal(toJsonText(reread({ value })), toJsonText({ value }));
      }),
      { numRuns: 2000, seed: 1 },
    );
  });

  it('writes the same text again', () => {
    fc.assert(
      fc.property(json, (value) => {
        const first = formatYaml({ value });
        assert.equal(formatYaml(parseYaml(first, 'a.yaml')[0]?.value), first);
      }),
      { numRuns: 500, seed: 2 },
    );
  });

  it('keeps JSON text that is read as YAML', () => {
    fc.assert(
      fc.property(json, (value) => {
        const [document] = parseYaml(JSON.stringify({ value }, bigintsAsText), 'a.json');
        assert.equal(toJsonText(document?.value), JSON.stringify({ value }, bigintsAsText));
      }),
      { numRuns: 500, seed: 3 },
    );
  });
});

function bigintsAsText(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}
