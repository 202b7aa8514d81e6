import { builtinKind } from '../../manifest/builtin-kinds.ts';
import type { ObjectId } from '../../manifest/object.ts';
import { groupKindKey } from '../../manifest/object.ts';
import type { Gate } from '../../plan/plan.ts';
import { BREAK, element } from './html.ts';
import type { Content, Html } from './html.ts';

/** What has to be true of an object, in words that follow its name. */
export const GATES: Record<Gate, string> = { written: 'is written', established: 'is Established' };

// Names have at most 253 characters, and messages a few hundred, unless somebody means harm.
const LONGEST_WORD = 300;
const LONGEST_MESSAGE = 2000;

/** A message, or its beginning where it is too long for a page. */
export function clipMessage(text: string): string {
  return clip(text, LONGEST_MESSAGE);
}

/** A name or a few words, or their beginning. */
export function clip(text: string, longest: number = LONGEST_WORD): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}

/** A kind, with the group where it is a custom one. */
export function kindName(id: ObjectId): string {
  return clip(builtinKind(id) === undefined ? groupKindKey(id) : id.kind);
}

/** An object's name, in its namespace. */
export function pathName({ namespace, name }: ObjectId): string {
  return clip(namespace === '' ? name : `${namespace}/${name}`);
}

/** Kind and name. */
export function objectName(id: ObjectId): Html {
  return element(
    'span',
    { class: 'object' },
    element('span', { class: 'kind' }, breakable(kindName(id))),
    ' ',
    element('span', { class: 'name' }, breakable(pathName(id))),
  );
}

// Real names have fewer parts; thousands of breaks would swell a page.
const MOST_PARTS = 12;

/** A name that breaks between its parts where it does not fit into a line, and not somewhere inside of them. */
function breakable(name: string): Content {
  const parts = name.split(/(?<=[./])(?=[^./]{3})/);
  if (parts.length > MOST_PARTS) return name;
  return parts.flatMap((part, index) => (index === 0 ? part : [BREAK, part]));
}
