import { throwIfAny } from '../errors.ts';
import type { Problem } from '../errors.ts';
import { canonicalJsonText } from '../manifest/json.ts';
import { definedKinds, kindInfo } from '../manifest/crd.ts';
import { displayObject, displayPath } from '../manifest/display.ts';
import { compareText, objectId, objectKey } from '../manifest/object.ts';
import type { KubernetesObject, ObjectId } from '../manifest/object.ts';
import { applyPatches } from './apply-patches.ts';
import { followCrd } from './follow-crd.ts';
import { imageProblems } from '../images/image-problems.ts';
import { imageSites } from '../images/image-sites.ts';
import { overrideImages } from '../images/override-images.ts';
import type { ImageOverrides, RelatedImage } from '../images/override-images.ts';
import type { LoadedSource } from './loaded-source.ts';
import type { Component } from './read-component.ts';
import { removeObjects } from './remove-objects.ts';
import type { RemovedObject } from './remove-objects.ts';

/** A component with its sources, ready to be written. */
export type Assembled = {
  /** Sorted by group, kind, namespace and name, each object once. */
  objects: KubernetesObject[];
  /** The images that the sources' own lists name, as overridden. */
  relatedImages: RelatedImage[];
  /** Objects of a source that a hand-written manifest stands in for. */
  replaced: ObjectId[];
  /** Objects of the sources that the component leaves out. */
  removed: RemovedObject[];
  /** The images that were given by hand, those of the command line before those of component.yaml. */
  overrides: ImageOverrides;
};

/**
 * Puts together the objects of the sources and the hand-written manifests, which go before a source's
 * object of the same identity; takes out what is removed; lets fields follow their CRDs; makes the patches; puts in
 * the images.
 * @param images those of the command line
 * @throws {UserError} every problem found
 */
export function assemble(
  component: Component,
  sources: readonly LoadedSource[],
  images: ImageOverrides,
): Assembled {
  const { spec, file, lineOf } = component;
  const problems: Problem[] = [];
  const { objects: merged, conflicts } = merge(sources);
  const { objects: fromSources, removed, ...removal } = removeObjects(merged, spec.remove);
  const kinds = definedKinds(fromSources.values());

  const handWritten = new Map<string, KubernetesObject>();
  for (const manifest of component.manifests) {
    const followed = followCrd(manifest, kinds);
    problems.push(...followed.problems);
    const id = objectId(followed.object);
    if (handWritten.has(objectKey(id))) {
      problems.push({
        code: 'object-twice',
        message: 'stands in two hand-written manifests',
        hint: 'remove one of them',
        at: { file: manifest.file, line: manifest.line, object: displayObject(id) },
      });
    }
    handWritten.set(objectKey(id), followed.object);
  }
  const replaced = [...fromSources].filter(([key]) => handWritten.has(key));
  for (const [key, conflict] of conflicts) {
    if (fromSources.has(key) && !handWritten.has(key)) problems.push(conflict);
  }

  const all = [...new Map([...fromSources, ...handWritten]).values()];
  const patched = applyPatches(all, spec.patches);
  problems.push(
    ...[...removal.problems, ...patched.problems].map(({ path, ...problem }) => ({
      ...problem,
      at: { file, line: lineOf(path) },
    })),
  );

  const related = sources.flatMap(({ relatedImages }) => relatedImages);
  const ofComponent = new Map(Object.entries(spec.images));
  const overridden = overrideImages(patched.objects, [images, ofComponent], related);
  const { objects } = overridden;
  const known = overridden.related.map(({ image }) => image);
  problems.push(
    ...overridden.problems.map(({ layer, key, ...problem }): Problem => {
      if (layer === 0) return { ...problem, message: `--image ${key}: ${problem.message}` };
      const path = ['spec', 'images', key];
      return { ...problem, at: { file, line: lineOf(path), field: displayPath(path) } };
    }),
    ...imageProblems(imageSites(objects, known), overridden.related),
    ...namespaceProblems(objects),
  );
  throwIfAny(problems);
  return {
    objects: objects.toSorted((a, b) => compareText(sortKey(a), sortKey(b))),
    relatedImages: overridden.related,
    replaced: replaced.map(([, object]) => objectId(object)),
    removed,
    overrides: new Map([...ofComponent, ...images]),
  };
}

/** Two sources may hold the same object as long as they agree on it. */
function merge(sources: readonly LoadedSource[]): {
  objects: Map<string, KubernetesObject>;
  conflicts: Map<string, Problem>;
} {
  const conflicts = new Map<string, Problem>();
  const merged = new Map<string, { object: KubernetesObject; source: string }>();
  for (const { name, objects } of sources) {
    for (const object of objects) {
      const id = objectId(object);
      const other = merged.get(objectKey(id));
      if (other === undefined) {
        merged.set(objectKey(id), { object, source: name });
      } else if (canonicalJsonText(other.object) !== canonicalJsonText(object)) {
        conflicts.set(objectKey(id), {
          code: 'object-conflict',
          message:
            other.source === name
              ? `stands twice in the source ${name}, with different content`
              : `the sources ${other.source} and ${name} hold it with different content`,
          hint: 'remove it from one of them, or write it by hand under spec.manifests',
          at: { object: displayObject(id) },
        });
      }
    }
  }
  return { objects: new Map([...merged].map(([key, { object }]) => [key, object])), conflicts };
}

/** `kubectl apply` would put such an object into whatever namespace its user happens to have chosen. */
function namespaceProblems(objects: readonly KubernetesObject[]): Problem[] {
  const kinds = definedKinds(objects);
  return objects.flatMap((object) => {
    const id = objectId(object);
    const info = kindInfo(id, kinds);
    if (info === undefined || info.namespaced === (id.namespace !== '')) return [];
    return [
      {
        code: 'object-namespace',
        message: info.namespaced
          ? 'has no namespace, but its kind lives in namespaces'
          : 'has a namespace, but its kind is cluster-scoped',
        hint: info.namespaced
          ? 'set metadata.namespace, or the namespace of its source in component.yaml'
          : 'remove metadata.namespace',
        at: { object: displayObject(id), field: 'metadata.namespace' },
      },
    ];
  });
}

function sortKey(object: KubernetesObject): string {
  const { group, kind, namespace, name } = objectId(object);
  return [group, kind, namespace, name].join('\0');
}
