import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkCompatibility, knownVersions } from '../../../src/component/compatibility.ts';
import type { Compatibility } from '../../../src/component/component-schema.ts';
import { operandVersions } from '../../../src/images/operand-versions.ts';
import { lamp, lampOperand } from '../images/support/images.ts';

const OPERAND = 'lamp';
const SOURCE = 'api';

/** What was seen of versions of the operand together with versions of the source. */
function rule(operand: string, source: string, works: boolean): Compatibility {
  return {
    between: [
      { operand: OPERAND, versions: operand },
      { source: SOURCE, versions: source },
    ],
    works,
    because: 'it flickers',
    evidence: 'https://example.com/1',
  };
}

function check(rules: Compatibility[], operand: string | undefined, source: string | undefined) {
  const versionsOf = (name: string, version: string | undefined) =>
    new Map(version === undefined ? [] : [[name, version]]);
  return checkCompatibility(rules, {
    operands: versionsOf(OPERAND, operand),
    sources: versionsOf(SOURCE, source),
  });
}

describe('checkCompatibility', () => {
  const RULES = [rule('<1.30.0', '>=1.5.0', false), rule('~1.23.0', '~1.1.0', true)];

  const cases: [operand: string | undefined, source: string | undefined, shown: string[]][] = [
    ['v1.28.10', 'v1.5.0', ['refusal versions-incompatible']],
    ['1.29.0', '2.0.0', ['refusal versions-incompatible']],
    ['v1.23.0', 'v1.1.0', []],
    ['v1.23.9', '1.1.1', []],
    ['v1.30.0', 'v1.5.0', ['note versions-untested']],
    ['v1.23.0', 'v1.2.0', ['note versions-untested']],
    ['newest', 'v1.5.0', ['note versions-untested']],
    [undefined, 'v1.5.0', []],
    ['v1.28.10', undefined, []],
    // A pre-release comes before its release.
    ['v1.30.0-rc.1', 'v1.5.0', ['refusal versions-incompatible']],
    ['v1.28.0', 'v1.5.0-rc.1', ['note versions-untested']],
    ['v1.28.0', 'v1.6.0-rc.1', ['refusal versions-incompatible']],
    ['v1.23.1-rc.1', 'v1.1.0', []],
    // Only the numbers count of what is no whole version.
    ['v1.28-latest', 'v1.5', ['refusal versions-incompatible']],
  ];
  for (const [operand, source, shown] of cases) {
    it(`gives ${shown.join() || 'nothing'} for ${operand ?? 'unknown'} and ${source ?? 'unknown'}`, () => {
      const findings = check(RULES, operand, source);
      assert.deepEqual(
        findings.map(({ code, severity }) => `${severity} ${code}`),
        shown,
      );
    });
  }

  it('names a finding by the versions, since others have to be looked at again', () => {
    const [finding] = check(RULES, 'v1.28.10', 'v1.5.0');
    assert.equal(finding?.id, 'versions-incompatible:lamp-v1.28.10+api-v1.5.0');
  });

  it('shows versions, reason and evidence of what fails', () => {
    const [finding] = check(RULES, 'v1.28.10', 'v1.5.0');
    assert.equal(
      finding?.message,
      'lamp v1.28.10 does not work with api v1.5.0: it flickers (https://example.com/1)',
    );
  });

  it('refuses what was seen to work and to fail, for each reason', () => {
    const rules = [rule('*', '*', true), rule('1.x', '*', false), rule('*', '1.x', false)];
    assert.deepEqual(
      check(rules, '1.0.0', '1.0.0').map(({ severity }) => severity),
      ['refusal', 'refusal'],
    );
    assert.deepEqual(check(rules, '2.0.0', '2.0.0'), []);
  });

  it('takes a pair for the same whichever of the two stands first', () => {
    const { between, ...rest } = rule('1.x', '1.x', true);
    const swapped: Compatibility = { ...rest, between: [between[1], between[0]] };
    const rules = [rule('2.x', '2.x', true), swapped];
    assert.deepEqual(check(rules, '1.0.0', '1.0.0'), []);
    assert.equal(check(rules, '3.0.0', '1.0.0').length, 1);
  });

  it('tells a source from an operand of the same name', () => {
    const between: Compatibility['between'] = [
      { source: OPERAND, versions: '*' },
      { source: SOURCE, versions: '*' },
    ];
    const rules = [rule('9.x', '9.x', true), { ...rule('*', '*', true), between }];
    const versions = {
      operands: new Map([[OPERAND, '1.0.0']]),
      sources: new Map([
        [OPERAND, '7.0.0'],
        [SOURCE, '1.0.0'],
      ]),
    };
    assert.deepEqual(
      checkCompatibility(rules, versions).map(({ message }) => message),
      ['nothing is known of lamp 1.0.0 together with api 1.0.0'],
    );
  });

  it('has nothing to say without rules', () => assert.deepEqual(check([], '1.0.0', '1.0.0'), []));
});

describe('knownVersions', () => {
  it('are those that sources and operands have', () => {
    const sources = [
      { name: 'api', version: 'v1.1.0' },
      { name: 'plain', version: undefined },
    ];
    const torch = lampOperand({ name: 'torch', version: undefined });
    const operands = operandVersions(
      [lampOperand(), torch],
      [lamp('v1-latest')],
      ['images.v1_2.a'],
    );
    assert.deepEqual(knownVersions(sources, operands), {
      sources: new Map([['api', 'v1.1.0']]),
      operands: new Map([['lamp', 'v1.2']]),
    });
  });
});
