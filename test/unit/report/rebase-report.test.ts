import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { source } from '../support/component.ts';
import { crd, object } from '../support/objects.ts';
import { objectId } from '../../../src/manifest/object.ts';
import type { LockedSource } from '../../../src/release/lock.ts';
import { LOCK, cellCounts, findingOf, format, hostileText, lockedImage } from './support/report.ts';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const NOTHING = { requests: [], objects: [], crds: [] };

const headings = (report: string): string[] =>
  report.split('\n').filter((line) => line.startsWith('#'));

describe('formatRebaseReport', () => {
  it('begins with what was made and by whom', () => {
    const [title, by] = format().split('\n\n');
    assert.equal(title, '# microshift-lamp 1.2.3');
    assert.equal(by, 'Written by microshift-optional 0.1.0 (abc).');
  });

  it('names the release that it is compared with', () => {
    const since = { ...NOTHING, lock: { ...LOCK, version: '1.1.0' } };
    assert.match(format({ since }), /^# microshift-lamp 1\.2\.3, after 1\.1\.0\n/);
  });

  it('has the sections of what there is, what stops it first', () => {
    const id = objectId(object('v1 Secret shop/a'));
    const all = format({
      lock: {
        ...LOCK,
        sources: [{ name: 'a', kind: 'Manifests', digest: DIGEST }],
        images: { a: lockedImage('r.io/a:1') },
      },
      settled: {
        notes: [findingOf('note', 'n')],
        accepted: [findingOf('error', 'e')],
        stopping: [findingOf('refusal', 'r')],
      },
      objects: [object('v1 Secret shop/a')],
      requests: [{ name: 'Deployment ns/a', cpu: 1, memory: 1 }],
      sources: [{ ...source('a'), dropped: [{ object: id, reason: 'not needed' }] }],
      replaced: [id],
    });
    assert.deepEqual(headings(all), [
      '# microshift-lamp 1.2.3',
      '## Stops the release',
      '## Accepted',
      '## Notes',
      '## Sources',
      '## Resource requests',
      '## Objects (1)',
      '## Left out',
      '## Replaced by hand-written manifests',
      '## Images to embed (1)',
    ]);
  });

  it('counts the kinds of objects', () => {
    const objects = [crd(), object('v1 Secret shop/a'), object('v1 Secret shop/b')];
    assert.match(
      format({ objects }),
      /\n## Objects \(3\)\n\n1 CustomResourceDefinition, 2 Secret\n\n/,
    );
  });

  it('says what was left out and replaced', () => {
    const id = objectId(object('v1 Secret shop/a'));
    const dropped = [{ object: id, reason: 'not needed' }];
    const text = format({
      replaced: [id],
      sources: [
        { ...source('a'), dropped },
        { ...source('b'), dropped },
      ],
    });
    const line = '- `Secret shop/a`: not needed';
    assert.ok(text.includes(`\n## Left out\n\n${line}\n${line}\n`));
    assert.ok(text.includes('\n## Replaced by hand-written manifests\n\n- `Secret shop/a`\n'));
  });

  const platforms = { x86_64: DIGEST };
  const origins: [origin: LockedSource['origin'], shown: string][] = [
    [undefined, 'files'],
    [
      { kind: 'url', url: 'https://example.com/a.yaml?x=…', sha256: DIGEST },
      '`https://example.com/a.yaml?x=…`',
    ],
    [
      { kind: 'image', reference: 'r.io/bundle:1', digest: DIGEST, read: DIGEST, platforms },
      `\`r.io/bundle:1\`, \`${DIGEST}\``,
    ],
    [{ kind: 'layout', digest: DIGEST, read: DIGEST, platforms }, `OCI layout, \`${DIGEST}\``],
  ];
  for (const [origin, shown] of origins) {
    it(`shows a source from ${origin?.kind ?? 'files'}`, () => {
      const base = { name: 'operator', kind: 'RegistryV1Bundle', version: '1.2.3', digest: DIGEST };
      const each: LockedSource = origin === undefined ? base : { ...base, origin };
      const row = `| \`operator\` | RegistryV1Bundle | 1.2.3 | \`${DIGEST}\` | ${shown} |`;
      assert.ok(format({ lock: { ...LOCK, sources: [each] } }).includes(`\n${row}\n`));
    });
  }

  it('shows the version that a source had before', () => {
    const sourceOf = (name: string, version?: string): LockedSource => ({
      name,
      kind: 'Manifests',
      digest: DIGEST,
      ...(version === undefined ? {} : { version }),
    });
    const before = { ...LOCK, sources: [sourceOf('gone', '9'), sourceOf('a', 'v1.0.0')] };
    const text = format({
      lock: { ...LOCK, sources: [sourceOf('a', 'v1.1.0'), sourceOf('b')] },
      since: { ...NOTHING, lock: before },
    });
    assert.ok(text.includes(`| \`a\` | Manifests | v1.1.0 | v1.0.0 | \`${DIGEST}\` |`));
    assert.ok(text.includes(`| \`b\` | Manifests | – | – | \`${DIGEST}\` |`));
  });

  it('keeps its lines, headings and cells, whatever upstream is called', () => {
    const shape = (text: string): unknown[] => {
      const id = { group: 'x.io', kind: 'Thing', namespace: 'ns', name: text };
      const problem = { message: text, hint: text, at: { object: text, field: text, file: text } };
      const report = format({
        lock: {
          ...LOCK,
          sources: [{ name: text, kind: 'Manifests', version: text, digest: text }],
          images: { [`key ${text}`]: lockedImage(text, { because: text }) },
        },
        settled: {
          notes: [findingOf('note', text, problem)],
          accepted: [findingOf('error', text, { message: text })],
          stopping: [findingOf('refusal', text, { hint: text })],
        },
        requests: [{ name: text, cpu: 1, memory: 1 }],
        sources: [{ ...source('a'), dropped: [{ object: id, reason: text }] }],
        replaced: [id],
      });
      return report.split('\n').map((line) => {
        if (line.startsWith('|')) return cellCounts(line);
        return line.startsWith('- ') ? '-' : line;
      });
    };
    const expected = shape('tame');
    fc.assert(fc.property(hostileText, (text) => assert.deepEqual(shape(text), expected)));
  });
});
