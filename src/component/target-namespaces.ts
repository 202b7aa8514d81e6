import { finding } from '../findings.ts';
import type { Finding } from '../findings.ts';
import { displayPath } from '../manifest/display.ts';
import { objectId, objectKey } from '../manifest/object.ts';
import type { KubernetesObject } from '../manifest/object.ts';
import type { Component } from './read-component.ts';

/**
 * The namespaces that the operator of a source is to serve, and that nothing of the component makes: what
 * it needs there cannot be written before they are.
 * @param index which of the component's sources
 * @param objects those of all sources
 */
export function targetNamespaceFindings(
  { sources, file, lineOf, manifests }: Component,
  index: number,
  objects: readonly KubernetesObject[],
): Finding[] {
  const source = sources[index];
  if (source?.kind !== 'RegistryV1Bundle') return [];
  const made = new Set(
    [...objects, ...manifests.map(({ object }) => object)].map((each) => objectKey(objectId(each))),
  );
  return (source.targetNamespaces ?? []).flatMap((name, position) => {
    if (made.has(objectKey({ group: '', kind: 'Namespace', namespace: '', name }))) return [];
    const path = ['spec', 'sources', index, 'targetNamespaces', position];
    return [
      finding('note', name, {
        code: 'target-namespace-elsewhere',
        message: `nothing in the component makes the namespace ${name}, which the operator of the source ${source.name} is to serve`,
        hint: 'add a Namespace to the manifests, unless the device has it before the component is applied',
        at: { file, line: lineOf(path), field: displayPath(path) },
      }),
    ];
  });
}
