import { crdInfo } from '../../manifest/crd.ts';
import { groupKindKey, versionOf } from '../../manifest/object.ts';
import type { Rule } from './rule.ts';
import { placeOf } from '../place-of.ts';

/** A custom resource waits until the CRD of its kind is Established. */
export const customResourceRule: Rule = (node, { crdByKind }) => {
  const crd = crdByKind.get(groupKindKey(node.id));
  const info = crd === undefined ? undefined : crdInfo(crd.manifest.outline);
  if (crd === undefined || info === undefined) return { edges: [] };
  const served = info.versions.filter((version) => version.served).map(({ name }) => name);
  const version = versionOf(node.manifest.outline.apiVersion);
  return {
    edges: [{ from: crd.key, gate: 'established', reason: `it defines ${node.id.kind}` }],
    problems: served.includes(version)
      ? []
      : [
          {
            code: 'plan-version-unserved',
            message: `the CRD ${info.name} in this set serves ${served.join(', ') || 'no version'}, not ${version}`,
            hint: 'change the apiVersion to a served one',
            at: {
              ...placeOf(node),
              field: 'apiVersion',
            },
          },
        ],
  };
};
