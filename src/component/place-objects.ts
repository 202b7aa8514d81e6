import { throwIfAny } from '../errors.ts';
import type { Problem } from '../errors.ts';
import { finding } from '../findings.ts';
import { definedKinds } from '../manifest/crd.ts';
import { displayObject } from '../manifest/display.ts';
import { compareText } from '../manifest/object.ts';
import type { LoadedSource } from './loaded-source.ts';
import { moveToNamespace, withoutNeedlessNamespaces } from './move-to-namespace.ts';
import type { Moved } from './move-to-namespace.ts';
import { placeChart } from './place-chart.ts';
import type { Component } from './read-component.ts';

/**
 * Puts the objects of each source into the namespace that component.yaml asks for, and those of charts in their order.
 * @param sources in the order of the component's
 * @throws {UserError} `namespace-moves-nothing`
 */
export function placeObjects(
  { sources: wantedSources, file, lineOf }: Component,
  sources: readonly LoadedSource[],
): LoadedSource[] {
  const kinds = definedKinds(sources.flatMap(({ objects }) => objects));
  const problems: Problem[] = [];
  const placed = sources.map((source, index): LoadedSource => {
    const wanted = wantedSources[index];
    const own = withoutNeedlessNamespaces(source.objects, kinds);
    if (source.chart !== undefined) return placeChart({ ...source, objects: own }, kinds);
    const isMovable = wanted?.kind === 'Manifests' || wanted?.kind === 'Kustomization';
    if (!isMovable || wanted.namespace === undefined) return { ...source, objects: own };
    const { objects, hasMoved, mentions } = moveToNamespace(own, wanted.namespace, kinds);
    if (!hasMoved) {
      problems.push({
        code: 'namespace-moves-nothing',
        message: `nothing of the source ${source.name} lives in another namespace than ${wanted.namespace}`,
        hint: 'remove the namespace from the source',
        at: { file, line: lineOf(['spec', 'sources', index, 'namespace']) },
      });
    }
    return { ...source, objects, findings: [...source.findings, ...mentionFindings(mentions)] };
  });
  throwIfAny(problems);
  return placed;
}

/** Texts are not changed: nobody but the program that reads one knows what it means. */
function mentionFindings(mentions: Moved['mentions']): LoadedSource['findings'] {
  const byObject = Map.groupBy(mentions, ({ object }) => displayObject(object));
  return [...byObject]
    .toSorted(([a], [b]) => compareText(a, b))
    .map(([object, own]) => {
      const [first] = own;
      return finding('note', object, {
        code: 'namespace-mentioned',
        message: `still seems to name a namespace that its source was written for: ${JSON.stringify(first?.text.slice(0, 100))}${own.length > 1 ? `, and ${own.length - 1} more` : ''}`,
        hint: 'patch it if it means that namespace',
        at: { object, field: first?.field ?? '' },
      });
    });
}
