import { readdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { TestContext } from 'node:test';
import { rebase } from '../../../../src/commands/rebase.ts';
import type { RebaseOptions, RebaseResult } from '../../../../src/commands/rebase.ts';
import type { KubernetesObject } from '../../../../src/manifest/object.ts';
import { formatYaml } from '../../../../src/manifest/yaml.ts';
import { COMPONENT } from '../../support/component.ts';
import { deployment, object } from '../../support/objects.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

/** A namespace and an operator of one image, with a version as the Gateway API's manifests have one. */
export const LAMP_OBJECTS: KubernetesObject[] = [
  object('v1 Namespace ns', {
    metadata: { annotations: { 'example.com/bundle-version': 'v1.2.3' } },
  }),
  deployment('ns/lamp', [{ name: 'manager', image: 'r.io/manager:1' }]),
];

/** A small component with one source of plain manifests, and a directory to rebase it into. */
export type LampRebase = {
  out: string;
  /** Rebases it into `out`. */
  run(options?: Partial<RebaseOptions>): Promise<RebaseResult>;
  /** Exchanges the objects of its source. */
  setObjects(objects: readonly KubernetesObject[]): Promise<void>;
  /** Exchanges what its component.yaml says beyond the least. */
  setFields(fields: string): Promise<void>;
};

/** A component in a directory that is gone after the test; `out` does not exist yet. */
export async function lampRebase(test: TestContext, fields = ''): Promise<LampRebase> {
  const directory = await temporaryDirectory(test);
  const [out, source] = [path.join(directory, 'out'), path.join(directory, 'a.yaml')];
  const lamp: LampRebase = {
    out,
    run: (options = {}) =>
      rebase({
        componentDirectory: directory,
        sources: new Map([['a', source]]),
        images: new Map(),
        accept: [],
        check: false,
        resolveImages: undefined,
        out,
        program: { version: '0.0.0', commit: 'test' },
        ...options,
      }),
    setObjects: (objects) =>
      writeFile(source, objects.map((each) => formatYaml(each)).join('---\n')),
    setFields: (text) => writeFile(path.join(directory, 'component.yaml'), `${COMPONENT}${text}`),
  };
  await lamp.setObjects(LAMP_OBJECTS);
  await lamp.setFields(fields);
  return lamp;
}

/** Every path below a directory with its time of change and size, to see whether anything was written. */
export async function snapshot(directory: string): Promise<Record<string, [number, number]>> {
  const names = await readdir(directory, { recursive: true });
  const entries = ['.', ...names].toSorted().map(async (name) => {
    const { mtimeMs, size } = await stat(path.join(directory, name));
    return [name, [mtimeMs, size]] as const;
  });
  return Object.fromEntries(await Promise.all(entries)) as Record<string, [number, number]>;
}
