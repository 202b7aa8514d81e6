import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { formatImageList, parseImageList } from '../../../src/embed/image-list.ts';
import { directoryOf } from '../../../src/release/embedded-images.ts';

const reference = fc
  .tuple(fc.constantFrom('r.io/a', 'r.io/b', 'q.io/org/c'), fc.nat(5))
  .map(([name, tag]) => `${name}:${tag}`);

describe('the list of images', () => {
  it('is read as it was written, each image once and sorted', () => {
    fc.assert(
      fc.property(fc.array(reference), (references) => {
        const text = formatImageList(references);
        const { references: read, problems } = parseImageList(text, 'list');
        assert.deepEqual(problems, []);
        assert.deepEqual(read, [...new Set(references)].toSorted());
        assert.equal(formatImageList(read.toReversed()), text);
      }),
      { seed: 1 },
    );
  });

  it('ends with a newline, without which a shell does not read the last line', () => {
    assert.equal(formatImageList(['r.io/a:1']), `r.io/a:1,${directoryOf('r.io/a:1')}\n`);
    assert.equal(formatImageList([]), '');
  });

  it('may have empty lines and no last newline', () => {
    const text = `\nr.io/b:1,${directoryOf('r.io/b:1')}\n\nr.io/a:1,${directoryOf('r.io/a:1')}`;
    assert.deepEqual(parseImageList(text, 'list'), {
      references: ['r.io/b:1', 'r.io/a:1'],
      problems: [],
    });
  });

  const wrong = [
    'r.io/a:1',
    `,${directoryOf('')}`,
    'r.io/a:1,../../etc',
    `r.io/a:1,${directoryOf('r.io/a:2')}`,
    `r.io/a:1,${directoryOf('r.io/a:1')}\r`,
    `r.io/a:1,${directoryOf('r.io/a:1')},x`,
    ' ',
  ];
  for (const line of wrong) {
    it(`may not have the line ${JSON.stringify(line)}`, () => {
      const { references, problems } = parseImageList(`\n${line}\n`, 'list');
      assert.deepEqual(references, []);
      assert.deepEqual(
        problems.map(({ code, at }) => [code, at]),
        [['image-list-invalid', { file: 'list', line: 2 }]],
      );
    });
  }
});
