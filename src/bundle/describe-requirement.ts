import { isJsonObject, textAt, valueAt } from '../manifest/json.ts';
import type { CsvApi, Property } from './bundle.ts';
import { oneLine } from './one-line.ts';

/** A requirement in words; see {@link Requirement}. */
export type RequirementText = { subject: string; description: string };

type Describe = (value: unknown) => RequirementText;

/** What OLM's resolver asks for in dependencies.yaml (docs/concepts/olm-architecture/dependency-resolution). */
const DEPENDENCIES = new Map<string, Describe>([
  ['olm.package', (value) => packageText(value, 'version')],
  ['olm.gvk', gvkText],
  ['olm.label', labelText],
  ['olm.constraint', constraintText],
]);

/** What it asks for in properties; their other types say what the bundle itself is. */
const PROPERTIES = new Map<string, Describe>([
  ['olm.package.required', (value) => packageText(value, 'versionRange')],
  ['olm.gvk.required', gvkText],
  ['olm.constraint', constraintText],
  ['olm.maxOpenShiftVersion', openShiftText],
]);

/** A dependency in words; every one is a requirement, whatever its type. */
export function describeDependency({ type, value }: Property): RequirementText {
  const describe = DEPENDENCIES.get(type) ?? PROPERTIES.get(type);
  return (
    describe?.(value) ?? {
      subject: oneLine(type),
      description: `what its dependency of type ${oneLine(type)} asks for`,
    }
  );
}

/** A property in words; undefined for one that asks for nothing. */
export function describeProperty({ type, value }: Property): RequirementText | undefined {
  return PROPERTIES.get(type)?.(value);
}

/** An API that somebody else has to serve, in words. */
export function describeApi({ name, group, version, kind }: CsvApi): RequirementText {
  // The name of a CRD is <plural>.<group>.
  return gvkText({ group: group || name.slice(name.indexOf('.') + 1), version, kind });
}

function packageText(value: unknown, versions: string): RequirementText {
  const name = oneLine(textAt(value, ['packageName']));
  const range = oneLine(textAt(value, [versions]));
  return { subject: name, description: `the package ${name}${range === '' ? '' : ` (${range})`}` };
}

function gvkText(value: unknown): RequirementText {
  const [group, version, kind] = ['group', 'version', 'kind'].map((field) =>
    oneLine(textAt(value, [field])),
  );
  return {
    subject: [kind, version, group].filter(Boolean).join('.'),
    description: `the API ${[group, version].filter(Boolean).join('/')} ${kind}`,
  };
}

function labelText(value: unknown): RequirementText {
  const label = oneLine(textAt(value, ['label']));
  return { subject: label, description: `an operator with the label ${label}` };
}

function openShiftText(value: unknown): RequirementText {
  const version = oneLine(toText(value));
  return { subject: `openshift-${version}`, description: `OpenShift ${version} or older` };
}

// Constraints can be nested; real ones are two or three levels deep.
const MAX_DEPTH = 8;

function constraintText(value: unknown, depth = 0): RequirementText {
  const message = oneLine(textAt(value, ['failureMessage']));
  const { subject, description } = innerText(value, depth);
  return {
    subject,
    description: oneLine(message === '' ? description : `${description} (${message})`),
  };
}

function innerText(value: unknown, depth: number): RequirementText {
  if (isJsonObject(value) && depth < MAX_DEPTH) {
    if (isJsonObject(value.package)) return packageText(value.package, 'versionRange');
    if (isJsonObject(value.gvk)) return gvkText(value.gvk);
    for (const [field, before, between] of COMPOUND) {
      const list = valueAt(value, [field, 'constraints']);
      if (!Array.isArray(list)) continue;
      const parts = list.map((each) => constraintText(each, depth + 1));
      return {
        subject: oneLine(parts.map(({ subject }) => subject).join('+')),
        description: `${before}${parts.map(({ description }) => description).join(between)}`,
      };
    }
    const rule = oneLine(textAt(value, ['cel', 'rule']));
    if (rule !== '') return { subject: 'cel', description: `that ${rule}` };
  }
  return { subject: 'constraint', description: 'what a constraint of an unknown form asks for' };
}

const COMPOUND: readonly [field: string, before: string, between: string][] = [
  ['all', '', ' and '],
  ['any', '', ' or '],
  ['not', 'none of ', ', '],
  ['none', 'none of ', ', '],
];

/** A version that nobody quoted was read as a number. */
function toText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '?';
}
