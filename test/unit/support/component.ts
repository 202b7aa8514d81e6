import type { LoadedSource } from '../../../src/component/loaded-source.ts';
import { parseComponent } from '../../../src/component/read-component.ts';
import type { Component, HandWritten } from '../../../src/component/read-component.ts';
import type { KubernetesObject } from '../../../src/manifest/object.ts';
import { from, object } from './objects.ts';

/** The text of a small component.yaml, to which fields of its spec can be added. */
export const COMPONENT = `apiVersion: optional.microshift.io/v1alpha1
kind: Component
metadata: {name: lamp}
spec:
  package: microshift-lamp
  directory: 010-microshift-lamp
  summary: Lamps
  sources: [{name: a, kind: Manifests, ref: b}]
`;

/** Fields for it with which version 1 of a lamp does not go with version 1 of its source. */
export const INCOMPATIBLE = `  operands:
    - {name: lamp, object: {kind: Lamp, group: example.com, name: main}, version: spec.version}
  compatibility:
    - between: [{operand: lamp, versions: 1.x}, {source: a, versions: 1.x}]
      works: false
      because: it flickers
      evidence: https://example.com/1
`;

/** A component of these hand-written manifests; `patches` are YAML, `more` lines of its spec. */
export function component(manifests: HandWritten[], patches = '', more = ''): Component {
  return parsedComponent(`${COMPONENT}  patches: [${patches}]\n${more}`, manifests);
}

/** The component of a component.yaml that shares no source. */
export function parsedComponent(text: string, manifests: HandWritten[] = []): Component {
  const { metadata, spec, lineOf } = parseComponent(text, 'c.yaml');
  const sources = spec.sources.filter((each) => each.kind !== 'Shared');
  return { file: 'c.yaml', lineOf, name: metadata.name, spec, sources, manifests, adopted: [] };
}

/** A source that holds these objects. */
export function source(name: string, ...objects: KubernetesObject[]): LoadedSource {
  return {
    name,
    kind: 'Manifests',
    digest: '',
    version: undefined,
    objects,
    dropped: [],
    relatedImages: [],
    origin: undefined,
    findings: [],
  };
}

/** Hand-written manifests whose fields `follow` their CRDs. */
export function byHand(follow: string[], ...objects: KubernetesObject[]): HandWritten[] {
  return from('hand.yaml', ...objects).map((each) => ({ ...each, follow }));
}

export function config(name: string, data = {}): KubernetesObject {
  return object(`v1 ConfigMap ns/${name}`, { data });
}
