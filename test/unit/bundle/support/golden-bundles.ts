import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { convertBundle } from '../../../../src/bundle/convert-bundle.ts';
import type { Installation } from '../../../../src/bundle/installation.ts';
import { readBundle } from '../../../../src/bundle/read-bundle.ts';
import { formatProblem, UserError } from '../../../../src/errors.ts';
import { displayObject } from '../../../../src/manifest/display.ts';
import { formatYaml } from '../../../../src/manifest/yaml.ts';
import { readDirectory } from '../../../../src/source/read-directory.ts';
import type { SourceFiles } from '../../../../src/source/source-files.ts';
import { fileNames } from '../../../../src/tree/file-names.ts';
import { bundleFiles, installation } from '../../support/bundle.ts';
import { sourceOf } from '../../support/source.ts';

const FIXTURES = path.resolve(import.meta.dirname, '../../../fixtures');
/** The small bundles, a directory each. */
export const BUNDLES = path.join(FIXTURES, 'bundles');
/** What becomes of them: one file an object, or the errors. */
export const GOLDEN_BUNDLES = path.join(FIXTURES, 'golden/bundles');

/** How bundles are installed that are not for all namespaces, or that serve APIs. */
const INSTALLATIONS: Record<string, Partial<Installation>> = {
  hearth: { targetNamespaces: ['kitchen', 'parlour'] },
  lighthouse: { apiServices: true },
  'refused-target-namespaces': { targetNamespaces: ['kitchen', 'parlour'] },
};

/** A bundle that no one wants to read: it is too large for OLM. */
const OVERSIZED = 'oversized';

/** The names of the small bundles. */
export async function bundleNames(): Promise<string[]> {
  const entries = await readdir(BUNDLES, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return [...names, OVERSIZED].toSorted();
}

/**
 * The files that a small bundle becomes, installed where it suggests: `objects/…`, and `report.yaml` with
 * what was dropped and found; or `errors.txt`.
 */
export async function convertedFiles(name: string): Promise<Record<string, string>> {
  try {
    const bundle = readBundle(await sourceNamed(name));
    const namespace = bundle.csv.suggestedNamespace ?? 'chosen';
    const { objects, dropped, findings } = convertBundle(
      bundle,
      installation({ namespace, ...INSTALLATIONS[name] }),
    );
    const report = {
      minKubeVersion: bundle.csv.minKubeVersion ?? null,
      dropped: dropped.map(({ object, reason }) => `${displayObject(object)}: ${reason}`),
      findings: findings.map(({ id, severity, message, at }) => ({
        id,
        severity,
        message,
        at: `${at?.file}:${at?.line} ${at?.field}`,
      })),
    };
    const files = [...fileNames(objects)].map(([object, file]): [string, string] => [
      `objects/${file}`,
      formatYaml(object),
    ]);
    return Object.fromEntries([...files, ['report.yaml', formatYaml(report)]]);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { 'errors.txt': `${error.problems.map(formatProblem).join('\n')}\n` };
  }
}

async function sourceNamed(name: string): Promise<SourceFiles> {
  if (name === OVERSIZED) return sourceOf(bundleFiles({ files: oversized() }), name);
  return { ref: name, files: await readDirectory(path.join(BUNDLES, name)) };
}

/** More than 1 MiB that does not become smaller, the same in each run. */
function oversized(): Record<string, string> {
  let state = 1;
  const next = (): string => String((state = (state * 48_271) % 2_147_483_647));
  const noise = Array.from({ length: 300_000 }, next).join('');
  const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'noise' } };
  // Only its size matters, so it is dropped from the result.
  const large = {
    ...object,
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'ServiceMonitor',
    noise,
  };
  return { 'manifests/large.json': JSON.stringify(large) };
}
