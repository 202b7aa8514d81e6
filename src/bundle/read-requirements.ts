import * as z from 'zod';
import { checkShape } from '../manifest/check-shape.ts';
import { isJsonObject } from '../manifest/json.ts';
import type { SourceFile, SourceFiles } from '../source/source-files.ts';
import { shownPath } from '../source/source-files.ts';
import type { Requirement } from './bundle.ts';
import { propertySchema } from './csv-schema.ts';
import { describeDependency, describeProperty } from './describe-requirement.ts';
import { metadataDocument, metadataFiles } from './metadata-files.ts';

const list = z.array(propertySchema).nullish();
const listsSchema = z.object({ dependencies: list, properties: list });

/** The lists of a metadata file that ask for something, and how each entry is said in words. */
const LISTS = [
  ['dependencies', describeDependency],
  ['properties', describeProperty],
] as const;

/**
 * What the files of a bundle's metadata directory ask for: `dependencies.yaml`, `properties.yaml`, or
 * files of other names with such lists.
 * @throws {UserError} `bundle-invalid`, every entry of the wrong shape
 */
export function readRequirements(source: SourceFiles, directory: string): Requirement[] {
  return metadataFiles(source, directory).flatMap((file) => requirementsIn(source, file));
}

function requirementsIn(source: SourceFiles, file: SourceFile): Requirement[] {
  const document = metadataDocument(source, file);
  if (document === undefined || !isJsonObject(document.value)) return [];
  const name = shownPath(source, file.path);
  const lists = checkShape(listsSchema, document.value, {
    file: name,
    lineOf: (path) => document.lineOf(path),
    code: 'bundle-invalid',
    hint: 'each entry needs a type and a value; correct the file, or ask its publisher to',
  });
  return LISTS.flatMap(([field, describe]) =>
    (lists[field] ?? []).flatMap((entry, index): Requirement[] => {
      const text = describe(entry);
      const at = { file: name, line: document.lineOf([field, index]), field: `${field}[${index}]` };
      return text === undefined ? [] : [{ ...text, at }];
    }),
  );
}
