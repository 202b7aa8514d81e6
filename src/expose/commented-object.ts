import type { KubernetesObject } from '../manifest/object.ts';
import { formatComment, formatYaml } from '../manifest/yaml.ts';
import type { FieldComment } from '../manifest/yaml.ts';

/** An object as a person is to read it. */
export type CommentedObject = {
  object: KubernetesObject;
  /** What the object is for, and what may be changed in it: paragraphs, which are wrapped when they are written. */
  comment: readonly string[];
  fields?: readonly FieldComment[];
};

const WIDTH = 98;

/** The YAML document of an object under its comment. */
export function formatCommented({ object, comment, fields }: CommentedObject): string {
  return `${formatParagraphs(comment)}${formatYaml(object, fields)}`;
}

/** Paragraphs as lines of a comment. */
export function formatParagraphs(paragraphs: readonly string[]): string {
  return formatComment(paragraphs.flatMap(wrapped));
}

/** Lines of at most {@link WIDTH} characters, but for words that are longer. */
function wrapped(paragraph: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of paragraph.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = '';
    }
    line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
