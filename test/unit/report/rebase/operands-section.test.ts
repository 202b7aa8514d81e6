import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { operandVersions } from '../../../../src/images/operand-versions.ts';
import { operandsSection } from '../../../../src/report/rebase/operands-section.ts';
import { lamp, lampCrd, lampOperand } from '../../images/support/images.ts';

const sectionOf = (asked: string | undefined, schema: Record<string, unknown>): string[] =>
  operandsSection(
    operandVersions([lampOperand()], [lamp(asked), lampCrd(schema)], ['images.v2_0_0.lamp']),
  );

describe('operandsSection', () => {
  const ENUM = ['v1.0.0', 'v2.0.0', 'v2-latest', 'v3.0.0'];

  it('says which version is asked for and which else there are', () => {
    const description = 'Must be one of: v2.0.0, v2-latest, v3.0.0.';
    assert.deepEqual(sectionOf('v2-latest', { enum: ENUM, description }), [
      '## Operands',
      '- lamp `v2.0.0`, which `Lamp.example.com main` asks for; ' +
        'also offered: `v3.0.0`; at the end of their life: `v1.0.0`',
    ]);
  });

  it('says no more than there is to say', () => {
    assert.deepEqual(sectionOf('v2.0.0', {}), [
      '## Operands',
      '- lamp `v2.0.0`, which `Lamp.example.com main` asks for',
    ]);
  });

  it('is none without operands, or without a version', () => {
    assert.deepEqual(operandsSection([]), []);
    assert.deepEqual(sectionOf(undefined, {}), []);
  });
});
