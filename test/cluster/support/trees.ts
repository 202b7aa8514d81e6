import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestContext } from 'node:test';

/** A private directory that is gone when the test is over. */
export async function temporaryDirectory(test: TestContext): Promise<string> {
  const directory = await mkdtemp(path.join(tmpdir(), 'microshift-optional-test-'));
  test.after(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

/** Writes a kustomize directory of some objects, and returns its path. */
export async function writeTree(parent: string, name: string, objects: object[]): Promise<string> {
  const directory = path.join(parent, name);
  await mkdir(directory);
  const files = objects.map((_, index) => `object-${index}.yaml`);
  await writeFile(path.join(directory, 'kustomization.yaml'), JSON.stringify({ resources: files }));
  for (const [index, object] of objects.entries()) {
    await writeFile(path.join(directory, `object-${index}.yaml`), JSON.stringify(object));
  }
  return directory;
}

/** Gives a tree a description that asks for this health. */
export function describeHealth(tree: string, health: object): Promise<void> {
  return describeTree(tree, { health });
}

/** Gives a tree a description with these fields. */
export async function describeTree(tree: string, fields: object): Promise<void> {
  const description = {
    apiVersion: 'optional.microshift.io/v1alpha1',
    kind: 'Tree',
    name: path.basename(tree),
    ...fields,
  };
  await writeFile(path.join(tree, 'microshift-optional.json'), JSON.stringify(description));
}

export function namespace(name: string): object {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
}

export function configMap(inNamespace: string, name: string, data: object = { a: 'b' }): object {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: inNamespace }, data };
}

/** A CRD of the group `<group>` whose kind is `Widget`, and one of its objects. */
export function widgetCrd(group: string, overrides: { singular?: string } = {}): object {
  const singular = overrides.singular ?? 'widget';
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${singular}s.${group}` },
    spec: {
      group,
      names: { kind: 'Widget', plural: `${singular}s`, singular, listKind: 'WidgetList' },
      scope: 'Namespaced',
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          subresources: { status: {} },
          schema: {
            openAPIV3Schema: {
              type: 'object',
              properties: {
                spec: {
                  type: 'object',
                  properties: { size: { type: 'integer', minimum: 1 } },
                },
                status: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
              },
            },
          },
        },
      ],
    },
  };
}

export function widget(group: string, inNamespace: string, name: string, spec: object): object {
  return {
    apiVersion: `${group}/v1`,
    kind: 'Widget',
    metadata: { name, namespace: inNamespace },
    spec,
  };
}

export function deployment(inNamespace: string, name: string): object {
  const labels = { app: name };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: inNamespace },
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { containers: [{ name: 'main', image: 'registry.example.com/main:1' }] },
      },
    },
  };
}
