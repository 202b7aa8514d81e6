import { componentSchema } from '../../src/component/component-schema.ts';
import { sharedSourceSchema } from '../../src/component/source-schema.ts';
import { jsonSchema, referenceTable } from './component-reference.ts';
import type { JsonSchema } from './component-reference.ts';

const START = '<!-- Made by npm run schema; edit the descriptions in src/component instead. -->';
const END = '<!-- end -->';

/**
 * The files that are made from the schema of component.yaml, by their path in the project.
 * @param components the text of docs/components.md, in which the reference is exchanged
 */
export function generatedFiles(components: string): Map<string, string> {
  const component = jsonSchema(componentSchema, 'component.yaml of microshift-optional');
  const shared = jsonSchema(sharedSourceSchema, 'A shared source of microshift-optional');
  const [start, end] = [components.indexOf(START), components.lastIndexOf(END)];
  if (start === -1 || end < start) throw new Error(`docs/components.md lacks ${START} or ${END}`);
  const tables = `${START}\n\n${referenceTable(component)}\n\n`;
  return new Map([
    ['docs/component.schema.json', text(component)],
    ['docs/shared-source.schema.json', text(shared)],
    ['docs/components.md', `${components.slice(0, start)}${tables}${components.slice(end)}`],
  ]);
}

function text(schema: JsonSchema): string {
  return `${JSON.stringify(schema, undefined, 2)}\n`;
}
