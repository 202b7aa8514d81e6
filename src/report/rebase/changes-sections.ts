import { counted } from '../../counted.ts';
import { displayObject } from '../../manifest/display.ts';
import type { ObjectChange } from '../../upgrade/compare-objects.ts';
import type { FieldDifference } from '../../upgrade/compare-values.ts';
import type { ChangeClass, CrdChange } from '../../upgrade/crd-change.ts';
import { code, folded, list, section, table, words } from '../markdown.ts';

/** What the changes of CRDs mean for stored objects, the worst first; the safe ones only counted. */
export function crdsSection(changes: readonly CrdChange[]): string[] {
  const byClass = Map.groupBy(changes, (change) => change.class);
  const told = WORST_FIRST.flatMap((each) => byClass.get(each) ?? []);
  const counts = [...WORST_FIRST, 'safe' as const].flatMap((each) => {
    const number = byClass.get(each)?.length ?? 0;
    return number === 0 ? [] : [`${number} ${each}`];
  });
  return section(
    'Upgrade of the CRDs',
    counts.length === 0 ? '' : `Changes: ${counts.join(', ')}.`,
    told.length === 0
      ? ''
      : folded('Each that is not safe', table(HEAD, told.map(row)), told.length),
  );
}

const WORST_FIRST: readonly ChangeClass[] = ['unsafe', 'lossy', 'migratable'];
const HEAD = ['class', 'CRD', 'field', 'versions', 'change'];

function row({ class: severity, crd, field, versions, message }: CrdChange): string[] {
  return [
    severity,
    code(crd),
    field === '' ? '' : code(field),
    words(versions.join(', ')),
    words(message),
  ];
}

/** The objects that came, went, got another name or changed, by field. */
export function objectsSection(changes: readonly ObjectChange[]): string[] {
  const of = (...kinds: ObjectChange['change'][]): ObjectChange[] =>
    changes.filter(({ change }) => kinds.includes(change));
  const changed = of('changed');
  return section(
    'Changed objects',
    list(of('added', 'removed', 'renamed').map(item)),
    changed.length === 0
      ? ''
      : folded(
          `${counted(changed.length, 'object')} changed, by field`,
          list(changed.map(item)),
          changed.reduce((lines, change) => lines + linesOf(change), 0),
        ),
  );
}

function linesOf(change: ObjectChange): number {
  return 1 + ('fields' in change ? change.fields.length : 0);
}

function item(change: ObjectChange): string {
  const name = code(displayObject(change.object));
  switch (change.change) {
    case 'added':
    case 'removed':
      return `${change.change}: ${name}`;
    case 'renamed':
      return `renamed: ${code(displayObject(change.from))} to ${name}${differences(change.fields, 0)}`;
    case 'changed':
      return `changed: ${name}${differences(change.fields, change.schemaDifferences)}`;
  }
}

// A page is read; the rest is in the files themselves.
const FIELDS_SHOWN = 12;

function differences(fields: readonly FieldDifference[], schemaDifferences: number): string {
  const shown = fields
    .slice(0, FIELDS_SHOWN)
    .map(({ field, before, after }) => `${code(field)}: ${value(before)} → ${value(after)}`);
  const more = fields.length - shown.length;
  const items = [
    ...shown,
    ...(more > 0 ? [counted(more, 'more field')] : []),
    ...(schemaDifferences > 0
      ? [`${counted(schemaDifferences, 'difference')} in its schemas`]
      : []),
  ];
  return items.map((each) => `\n  - ${each}`).join('');
}

function value(text: string): string {
  return text === '' ? 'nothing' : code(text);
}
