import { isJsonObject } from '../manifest/json.ts';
import type { Json } from '../manifest/json.ts';
import { pointerStep } from '../manifest/json-patch.ts';
import { groupOf, versionOf } from '../manifest/object.ts';
import type { KubernetesObject } from '../manifest/object.ts';
import { formatYaml } from '../manifest/yaml.ts';

type Replacement = { op: 'replace'; path: string; value: Json };

/**
 * The text to append to a kustomization so that `objects` become `variants`, which differ from them in
 * values alone; `''` where they do not differ. Patches instead of kustomize's `images`, which leaves
 * annotations and variables alone and takes two digests of one repository for one image.
 */
export function formatArchitecturePatches(
  objects: readonly KubernetesObject[],
  variants: readonly KubernetesObject[],
): string {
  const patches = objects.flatMap((object, index) => {
    const replacements = differences(object, variants[index] ?? object, '');
    if (replacements.length === 0) return [];
    const { kind, apiVersion, metadata } = object;
    const group = groupOf(apiVersion);
    return [
      {
        target: {
          ...(group === '' ? {} : { group }),
          version: versionOf(apiVersion),
          kind,
          ...(metadata.namespace === undefined ? {} : { namespace: literal(metadata.namespace) }),
          name: literal(metadata.name),
        },
        patch: formatYaml(replacements),
      },
    ];
  });
  return patches.length === 0 ? '' : formatYaml({ patches });
}

function differences(before: Json, after: Json, path: string): Replacement[] {
  if (Array.isArray(before) && Array.isArray(after)) {
    return before.flatMap((item, index) =>
      differences(item, after[index] === undefined ? item : after[index], `${path}/${index}`),
    );
  }
  if (isJsonObject(before) && isJsonObject(after)) {
    return Object.entries(before).flatMap(([key, value]) => {
      const other = Object.hasOwn(after, key) ? after[key] : undefined;
      return differences(value, other === undefined ? value : other, `${path}/${pointerStep(key)}`);
    });
  }
  return before === after ? [] : [{ op: 'replace', path, value: after }];
}

/** Kustomize takes what names a target for regular expressions, which match as a whole. */
function literal(name: string): string {
  return name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
