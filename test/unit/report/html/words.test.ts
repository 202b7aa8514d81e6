import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { document, element } from '../../../../src/report/html/html.ts';
import { clip, objectName } from '../../../../src/report/html/words.ts';

const named = (id: Partial<Parameters<typeof objectName>[0]>): string => {
  const full = { group: '', kind: 'ConfigMap', namespace: '', name: 'a', ...id };
  const page = document('', { style: '', policy: '' }, element('body', {}, objectName(full)));
  const [, body = ''] = /<body>(.*)<\/body>/.exec(page) ?? [];
  return body.replaceAll('<wbr aria-hidden="true">', '|').replaceAll(/<[^>]*>/g, '');
};

describe('objectName', () => {
  const cases: [id: Parameters<typeof named>[0], shown: string][] = [
    [{}, 'ConfigMap a'],
    [{ namespace: 'shop', name: 'settings' }, 'ConfigMap shop/|settings'],
    [{ group: 'example.com', kind: 'Lamp' }, 'Lamp.|example.|com a'],
    [{ name: 'lamps.example.io' }, 'ConfigMap lamps.|example.io'],
    [{ name: '<b>' }, 'ConfigMap &lt;b&gt;'],
    [{ name: 'abc.'.repeat(20) }, `ConfigMap ${'abc.'.repeat(20)}`],
  ];
  for (const [id, shown] of cases) {
    it(shown, () => assert.equal(named(id), shown));
  }
});

describe('clip', () => {
  it('leaves what is short enough, and shows where it cut', () => {
    assert.equal(clip('abc', 3), 'abc');
    assert.equal(clip('abcd', 3), 'ab…');
  });
});
