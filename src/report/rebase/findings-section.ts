import { counted } from '../../counted.ts';
import type { Place } from '../../errors.ts';
import type { Finding, Settled } from '../../findings.ts';
import { code, folded, list, section, words } from '../markdown.ts';

/** What stops the release, what was accepted although it would, and what the reviewer has to know. */
export function findingsSections({ stopping, accepted, notes }: Settled): string[] {
  return [
    ...section('Stops the release', listOf(stopping)),
    ...section('Accepted', listOf(accepted)),
    // What CRDs are migrated stands in their own section.
    ...section('Notes', listOf(notes.filter(({ code: of }) => !of.startsWith('crd-')))),
  ];
}

function listOf(findings: readonly Finding[]): string {
  const title = counted(findings.length, 'finding');
  return folded(title, list(findings.map(item)), findings.length);
}

function item({ id, message, hint, at = {} }: Finding): string {
  return `${place(at)}${words(message)} (${code(id)}). ${words(sentence(hint))}`;
}

function place({ file, line, object, field }: Place): string {
  const position = [file, line].filter((part) => part !== undefined).join(':');
  const shown = [position, object ?? '', field ?? ''].filter((part) => part !== '');
  return shown.map((part) => `${code(part)}: `).join('');
}

function sentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`;
}
