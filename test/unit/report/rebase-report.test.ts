import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Assembled } from '../../../src/component/assemble.ts';
import type { LoadedSource } from '../../../src/component/load-sources.ts';
import type { Lock } from '../../../src/component/lock.ts';
import { objectId } from '../../../src/manifest/object.ts';
import { formatRebaseReport } from '../../../src/report/rebase-report.ts';
import { crd, object } from '../support/objects.ts';

const LOCK: Lock = {
  name: 'lamp',
  package: 'microshift-lamp',
  directory: '010-microshift-lamp',
  version: '1.2.3',
  sources: [],
  images: {},
  files: {},
};
const NOTHING: Assembled = { objects: [], images: {}, replaced: [] };

const format = (
  assembled: Partial<Assembled> = {},
  sources: LoadedSource[] = [],
  lock: Partial<Lock> = {},
): string =>
  formatRebaseReport(
    { ...LOCK, ...lock },
    sources,
    { ...NOTHING, ...assembled },
    {
      version: '0.1.0',
      commit: 'abc',
    },
  );

describe('formatRebaseReport', () => {
  it('begins with what was made and by whom', () => {
    const [title, by] = format().split('\n\n');
    assert.equal(title, '# microshift-lamp 1.2.3');
    assert.equal(by, 'Written by microshift-optional 0.1.0 (abc).');
  });

  it('lists the objects and counts their kinds', () => {
    const objects = [crd(), object('v1 Secret shop/a'), object('v1 Secret shop/b')];
    const text = format({ objects });
    assert.match(text, /\n## Objects \(3\)\n\n1 CustomResourceDefinition, 2 Secret\n\n/);
    assert.match(
      text,
      /\n- `CustomResourceDefinition lamps\.example\.com`\n- `Secret shop\/a`\n- `Secret shop\/b`\n/,
    );
  });

  it('has sections of what was left out and replaced only where something was', () => {
    assert.doesNotMatch(format(), /Left out|Replaced/);
    const id = objectId(object('v1 Secret shop/a'));
    const source = { dropped: [{ object: id, reason: 'not needed' }] } as unknown as LoadedSource;
    const text = format({ replaced: [id] }, [source, source]);
    const line = '- `Secret shop/a`: not needed';
    assert.ok(text.includes(`\n## Left out\n\n${line}\n${line}\n`));
    assert.ok(text.includes('\n## Replaced by hand-written manifests\n\n- `Secret shop/a`\n'));
  });

  it('shows sources and images as tables', () => {
    const sources = [
      { name: 'operator', kind: 'RegistryV1Bundle', version: '1.2.3', digest: 'sha256:a' },
      { name: 'plain', kind: 'Manifests', digest: 'sha256:b' },
    ];
    const text = format({ images: { web: 'example.com/web@sha256:c' } }, [], { sources });
    assert.ok(
      text.includes(
        '\n| source | kind | version | content |\n| --- | --- | --- | --- |\n' +
          '| operator | RegistryV1Bundle | 1.2.3 | sha256:a |\n' +
          '| plain | Manifests | – | sha256:b |\n',
      ),
    );
    assert.ok(
      text.includes(
        '\n## Images (1)\n\n| image | reference |\n| --- | --- |\n' +
          '| `web` | `example.com/web@sha256:c` |\n',
      ),
    );
  });

  it('escapes what would end a cell or a row', () => {
    const sources = [{ name: 'a|b', kind: 'Manifests', version: 'c\n| d', digest: 'e\tf' }];
    const row = format({}, [], { sources })
      .split('\n')
      .find((line) => line.startsWith('| a'));
    assert.equal(row, '| a\\|b | Manifests | c \\| d | e f |');
  });

  it('is the same for the same input', () => {
    const objects = [crd(), object('v1 Secret shop/a')];
    assert.equal(format({ objects }), format({ objects }));
  });
});
