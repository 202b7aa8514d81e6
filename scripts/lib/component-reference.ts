import * as z from 'zod';

type Scalar = string | number | boolean | null;

/** A JSON Schema, as far as {@link jsonSchema} makes use of it. */
export type JsonSchema = {
  type?: string | string[];
  const?: Scalar;
  enum?: Scalar[];
  default?: unknown;
  description?: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema | boolean;
  prefixItems?: JsonSchema[];
  additionalProperties?: JsonSchema | boolean;
  oneOf?: JsonSchema[];
  anyOf?: JsonSchema[];
};

/** The JSON Schema (2020-12) of a file as people write it, with the name that editors show. */
export function jsonSchema(schema: z.ZodType, title: string): JsonSchema {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return { $schema, title, ...rest } as JsonSchema;
}

/** A Markdown table of the fields below `path`, each with what it is, its default and its meaning. */
export function referenceTable(schema: JsonSchema): string {
  const rows = fieldsOf(schema, '').map(({ path, schema: field, isRequired }) => {
    const preset = field.default === undefined ? '' : `\`${JSON.stringify(field.default)}\``;
    const needed = isRequired ? '**required**' : preset;
    return `| \`${path}\` | ${typeOf(field)} | ${needed} | ${escaped(field.description ?? '')} |`;
  });
  return ['| field | | default | |', '|---|---|---|---|', ...rows].join('\n');
}

type Field = { path: string; schema: JsonSchema; isRequired: boolean };

function fieldsOf(schema: JsonSchema, path: string): Field[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const own = path === '' ? name : `${path}.${name}`;
    const isRequired = schema.required?.includes(name) ?? false;
    return [{ path: own, schema: field, isRequired }, ...below(field, own)];
  });
}

function below(schema: JsonSchema, path: string): Field[] {
  const item = typeof schema.items === 'object' ? schema.items : schema.prefixItems?.[0];
  if (item !== undefined) return below(item, `${path}[]`);
  const kinds = (schema.oneOf ?? schema.anyOf ?? []).filter(({ properties }) => properties);
  if (kinds.length === 0) return fieldsOf(schema, path);
  return kinds.flatMap((kind) => {
    const [field, { const: value, description } = {}] =
      Object.entries(kind.properties ?? {}).find(([, each]) => each.const !== undefined) ?? [];
    const own = field === undefined ? path : `${path} (${value})`;
    const heading =
      field === undefined || description === undefined
        ? []
        : [{ path: own, schema: { description }, isRequired: false }];
    return [...heading, ...fieldsOf(kind, own).filter((each) => each.path !== `${own}.${field}`)];
  });
}

function typeOf({ type, const: value, enum: values, items, oneOf, anyOf }: JsonSchema): string {
  if (value !== undefined) return `\`${value === '' ? '""' : value}\``;
  if (values !== undefined) return values.map((each) => `\`${each}\``).join(', ');
  if (type === 'array' && typeof items === 'object') return `list of ${typeOf(items) || 'objects'}`;
  const kinds = [...(oneOf ?? []), ...(anyOf ?? [])].map(typeOf);
  const types = type === undefined ? kinds : [type].flat();
  return [...new Set(types)].join(' or ');
}

function escaped(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('*', '\\*');
}
