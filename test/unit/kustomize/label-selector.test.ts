import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { UnexpectedShape } from '../../../src/kustomize/field-spec.ts';
import { matchesLabels } from '../../../src/kustomize/label-selector.ts';

const LABELS = { app: 'lamp', tier: '', 'a.io/part': 'x' };

describe('matchesLabels', () => {
  for (const [selector, expected] of [
    ['', true],
    ['app', true],
    ['! app', false],
    ['!other', true],
    ['app=lamp', true],
    ['app == lamp', true],
    ['app=', false],
    ['tier=', true],
    ['app!=lamp', false],
    ['other!=lamp', true],
    ['a.io/part in (x)', true],
    ['app in (a, lamp),tier', true],
    ['app notin (a, lamp)', false],
    ['other notin (a)', true],
    ['app=lamp,other', false],
    ['toString', false],
  ] as const) {
    it(`${JSON.stringify(selector)} → ${expected}`, () => {
      assert.equal(matchesLabels(selector, LABELS), expected);
    });
  }

  for (const selector of ['a>1', 'a in ()', 'a in (b', 'a=b=c', ',', '-a', 'a in (-)', 'a b']) {
    it(`leaves ${JSON.stringify(selector)}`, () => {
      assert.throws(() => matchesLabels(selector, LABELS), UnexpectedShape);
    });
  }
});
