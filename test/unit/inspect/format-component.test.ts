import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { parseComponent } from '../../../src/component/read-component.ts';
import type { Draft } from '../../../src/inspect/draft.ts';
import { formatComponent } from '../../../src/inspect/format-component.ts';
import type { Suggestion } from '../../../src/inspect/suggestion.ts';
import { formatYaml } from '../../../src/manifest/yaml.ts';
import { printable } from '../../../src/terminal.ts';

const draft: Draft = {
  name: 'lamp',
  directory: '010-microshift-lamp',
  namespace: 'house',
  source: { kind: 'Manifests', ref: 'https://lamp.example.com/lamp.yaml' },
  manifests: ['namespace.yaml'],
};

const parsed = (text: string) => parseComponent(text, 'component.yaml').spec;

/** Takes every suggestion, as the file says how. */
const taken = (text: string): string => text.replaceAll(/^#(?= {2})/gm, '');

const hostile = fc.string({
  unit: fc.oneof(
    fc.constantFrom(
      '\n',
      '\r',
      '\u0085',
      '\u2028',
      '#',
      ':',
      '- ',
      '"',
      "'",
      '\u001b',
      '\u202e',
      ' ',
    ),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }).filter((c) => c.isWellFormed()),
  ),
  minLength: 1,
  maxLength: 40,
});

describe('the text of a component.yaml', () => {
  it('is what the draft says', () => {
    const spec = parsed(formatComponent(draft, []));
    assert.equal(spec.package, 'microshift-lamp');
    assert.equal(spec.directory, '010-microshift-lamp');
    assert.equal(spec.namespace, 'house');
    assert.deepEqual(spec.manifests, ['namespace.yaml']);
    assert.deepEqual(spec.sources, [{ name: 'lamp', ...draft.source }]);
  });

  it('says of a path that others do not have it', () => {
    const note = /^# The ref is a path/m;
    assert.doesNotMatch(formatComponent(draft, []), note);
    for (const ref of ['../lamp.yaml', '/srv/lamp.yaml', 'oci:../layout:v1']) {
      const text = formatComponent({ ...draft, source: { ...draft.source, ref } }, []);
      assert.match(text, note);
      assert.match(
        text.replaceAll('\n# ', ' '),
        /a relative one counts from the directory of this file/,
      );
    }
    const ref = 'oci://r.example.com/lamp:1';
    assert.doesNotMatch(formatComponent({ ...draft, source: { ...draft.source, ref } }, []), note);
  });

  it('means the same with the suggestions, whatever upstream calls things', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const suggestions: Suggestion[] = [
          { section: 'note', because: text },
          {
            section: 'sources',
            because: 'It is shared.',
            source: { name: 'shared', kind: 'Shared', file: '../shared.source.yaml' },
          },
          {
            section: 'remove',
            because: text,
            removals: [{ target: { kind: text, name: text }, because: 'it is' }],
          },
          {
            section: 'patches',
            because: text,
            patch: {
              target: { kind: text, name: text },
              operations: [{ op: 'add', path: '/spec', value: text }],
            },
          },
          { section: 'images', because: 'It is a tag.', images: { lamp: 'r.io/lamp:1' } },
        ];
        const written = formatComponent(draft, suggestions);
        assert.deepEqual(parsed(written), parsed(formatComponent(draft, [])));
        assert.doesNotMatch(written, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u202e]/);
        const spec = parsed(taken(written));
        // What turns text around is only told of.
        const isShown = printable(formatYaml(text)) === formatYaml(text);
        assert.deepEqual(
          spec.sources.map(({ name }) => name),
          ['lamp', 'shared'],
        );
        const target = { kind: text, name: text };
        assert.deepEqual(
          spec.remove.map((each) => each.target),
          isShown ? [target] : [],
        );
        assert.deepEqual(
          spec.patches.map((each) => [each.target, each.operations]),
          isShown ? [[target, [{ op: 'add', path: '/spec', value: text }]]] : [],
        );
        assert.deepEqual(spec.images, { lamp: 'r.io/lamp:1' });
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('keeps reasons short', () => {
    const because = 'long '.repeat(1000);
    const written = formatComponent(draft, [{ section: 'note', because }]);
    assert.ok(written.length < 2000);
    assert.ok(written.split('\n').every((line) => line.length <= 120));
  });
});
