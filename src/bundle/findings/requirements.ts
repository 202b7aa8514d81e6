import { builtinKind } from '../../manifest/builtin-kinds.ts';
import { finding } from '../../findings.ts';
import { uniqueNames } from '../unique-names.ts';
import type { Bundle, CsvApi, Requirement } from '../bundle.ts';
import { describeApi, describeProperty } from '../describe-requirement.ts';
import { csvPlace } from '../place.ts';
import type { Finder } from './finder.ts';

/** Whatever OLM would see to before it installs the bundle: nothing does so here. */
export const unmetRequirements: Finder = (bundle) => {
  const subjectOf = uniqueNames(100);
  const stated = new Set<string>();
  return [...bundle.requirements, ...ofCsv(bundle)].flatMap(({ subject, description, at }) => {
    // One need is often stated in several places.
    if (stated.has(description)) return [];
    stated.add(description);
    return [
      finding('note', subjectOf(subject.replaceAll(/\s+/g, '-')), {
        code: 'bundle-dependency',
        message: `unmet precondition: the operator needs ${description}`,
        hint: 'OLM would see to it, nothing here does: see that the device or the component brings it',
        at,
      }),
    ];
  });
};

function ofCsv({ csv, objects }: Bundle): Requirement[] {
  const brought = new Set(objects.map(({ object }) => object.metadata.name));
  const ofApis = (apis: readonly CsvApi[], ...path: string[]): Requirement[] =>
    apis.flatMap((api, index) =>
      brought.has(api.name) || builtinKind(api) !== undefined
        ? []
        : [{ ...describeApi(api), at: csvPlace(csv, ['spec', ...path, index]) }],
    );
  return [
    ...ofApis(csv.crds.required, 'customresourcedefinitions', 'required'),
    ...ofApis(csv.apiServices.required, 'apiservicedefinitions', 'required'),
    ...ofApis(csv.nativeApis, 'nativeAPIs'),
    ...csv.properties.flatMap((property) => {
      const text = describeProperty(property);
      const at = csvPlace(csv, ['metadata', 'annotations', 'olm.properties']);
      return text === undefined ? [] : [{ ...text, at }];
    }),
  ];
}
