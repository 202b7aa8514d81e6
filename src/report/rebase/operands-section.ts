import type { OperandVersion } from '../../images/operand-versions.ts';
import { operandObject } from '../../images/operand-versions.ts';
import { code, list, section, words } from '../markdown.ts';

/** The versions of operands: which is asked for, and which the CRD offers. */
export function operandsSection(operands: readonly OperandVersion[]): string[] {
  return section('Operands', list(operands.filter(({ version }) => version !== '').map(item)));
}

function item(current: OperandVersion): string {
  const { operand, version, allowed, endOfLife } = current;
  const others = allowed.filter(
    (each) => ![current.requested, version].includes(each) && !endOfLife.includes(each),
  );
  return [
    `${words(operand.name)} ${code(version)}, which ${code(operandObject(current))} asks for`,
    ...(others.length === 0 ? [] : [`also offered: ${others.map(code).join(', ')}`]),
    ...(endOfLife.length === 0
      ? []
      : [`at the end of their life: ${endOfLife.map(code).join(', ')}`]),
  ].join('; ');
}
