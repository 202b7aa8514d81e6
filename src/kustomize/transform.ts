import { inputError } from '../errors.ts';
import { UnexpectedShape } from './field-spec.ts';
import type { KustomizationFiles, Root } from './kustomization-files.ts';
import type { Kustomization, PatchEntry } from './kustomization-schema.ts';
import { PatchFails } from './json-patch.ts';
import { checkLinked } from './linked-values.ts';
import { NeedsKustomize } from './needs-kustomize.ts';
import { readPatch } from './read-patch.ts';
import type { PatchText } from './read-patch.ts';
import type { Resource } from './resource.ts';
import { addAnnotations } from './transformers/annotations.ts';
import { replaceImages } from './transformers/images.ts';
import { addLabels } from './transformers/labels.ts';
import { setNamespace } from './transformers/namespace.ts';
import { NoTarget, makeJsonPatch, mergePatches } from './transformers/patches.ts';

/** Where a kustomization's patches are read from. */
type Context = { files: KustomizationFiles; root: Root; file: string };

type Step = { field: string; make: () => void };

/**
 * Makes what a kustomization asks for on its resources, in place and in kustomize's order
 * (api/internal/target/kusttarget_configplugin.go).
 * @throws {UserError} `kustomization-invalid`, with the field
 * @throws {NeedsKustomize}
 */
export async function transform(
  resources: readonly Resource[],
  kustomization: Kustomization,
  context: Context,
): Promise<void> {
  for (const { field, make } of await stepsOf(resources, kustomization, context)) {
    try {
      make();
      checkLinked(resources);
    } catch (error) {
      if (error instanceof UnexpectedShape) throw new NeedsKustomize(context.file, [field]);
      if (!(error instanceof PatchFails || error instanceof NoTarget)) throw error;
      const isMissing = error instanceof NoTarget;
      throw inputError({
        code: 'kustomization-invalid',
        message: isMissing ? `finds no ${error.message}` : error.message,
        hint: isMissing ? 'correct its name, or give a target' : 'correct the patch',
        at: { file: context.file, field },
      });
    }
  }
}

async function stepsOf(
  resources: readonly Resource[],
  kustomization: Kustomization,
  context: Context,
): Promise<Step[]> {
  const { namespace, labels, commonLabels, commonAnnotations, images, imageTags } = kustomization;
  const selecting = {
    pairs: commonLabels,
    includeSelectors: true,
    includeTemplates: false,
    fields: [],
  };
  return [
    ...(await mergeSteps(resources, kustomization, context)),
    ...(await patchSteps(resources, kustomization.patches, context)),
    ...(namespace === ''
      ? []
      : [{ field: 'namespace', make: () => setNamespace(resources, namespace) }]),
    ...labels.map((entry, index) => ({
      field: `labels[${index}]`,
      make: () => addLabels(resources, entry),
    })),
    { field: 'commonLabels', make: () => addLabels(resources, selecting) },
    { field: 'commonAnnotations', make: () => addAnnotations(resources, commonAnnotations) },
    ...(await json6902Steps(resources, kustomization.patchesJson6902, context)),
    ...[...images, ...imageTags].map((entry, index) => ({
      field: `images[${index}]${entry.tagSuffix === '' ? '' : '.tagSuffix'}`,
      make: () => {
        if (entry.tagSuffix !== '') throw new UnexpectedShape('tagSuffix');
        replaceImages(resources, entry);
      },
    })),
  ];
}

async function mergeSteps(
  resources: readonly Resource[],
  { patchesStrategicMerge }: Kustomization,
  context: Context,
): Promise<Step[]> {
  return Promise.all(
    patchesStrategicMerge.map(async (entry, index) => {
      const field = `patchesStrategicMerge[${index}]`;
      const isInline = /[\n{]/.test(entry);
      const source = { path: isInline ? '' : entry, patch: isInline ? entry : '' };
      const patch = readPatch(await patchText(source, field, undefined, context));
      if (patch.type === 'json') throw new NeedsKustomize(context.file, [field]);
      return { field, make: () => mergePatches(resources, patch) };
    }),
  );
}

async function patchSteps(
  resources: readonly Resource[],
  patches: readonly PatchEntry[],
  context: Context,
): Promise<Step[]> {
  return Promise.all(
    patches.map(async (entry, index) => {
      const field = `patches[${index}]`;
      const { options, target } = entry;
      if (options?.allowKindChange === true || options?.allowNameChange === true) {
        throw new NeedsKustomize(context.file, [`${field}.options`]);
      }
      const source = { ...entry, patch: entry.patch.trim() };
      const patch = readPatch(await patchText(source, field, target, context));
      return {
        field,
        make: () =>
          patch.type === 'json'
            ? makeJsonPatch(resources, patch, true)
            : mergePatches(resources, patch),
      };
    }),
  );
}

async function json6902Steps(
  resources: readonly Resource[],
  patches: readonly PatchEntry[],
  context: Context,
): Promise<Step[]> {
  return Promise.all(
    patches.map(async (entry, index) => {
      const field = `patchesJson6902[${index}]`;
      if (!entry.target?.name) throw new NeedsKustomize(context.file, [field]);
      const patch = readPatch(await patchText(entry, field, entry.target, context));
      if (patch.type !== 'json') throw new NeedsKustomize(context.file, [field]);
      return { field, make: () => makeJsonPatch(resources, patch, false) };
    }),
  );
}

async function patchText(
  { path, patch }: Pick<PatchEntry, 'path' | 'patch'>,
  field: string,
  target: PatchEntry['target'],
  { files, root, file }: Context,
): Promise<PatchText> {
  if ((path === '') === (patch === '')) {
    throw inputError({
      code: 'kustomization-invalid',
      message: 'expected either path or patch',
      hint: 'give the name of a file, or the patch itself',
      at: { file, field },
    });
  }
  if (path === '') return { text: patch, shown: file, file, field, target };
  const found = await files.find(root, path, file);
  if (found.type === 'directory') throw new NeedsKustomize(file, [field]);
  return { text: found.text, shown: found.shown, file, field, target };
}
