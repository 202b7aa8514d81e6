import type { Files } from '../../../unit/support/temporary-directory.ts';
import { DEPLOYMENT, documents, map } from './objects.ts';

/** Directories that both refuse: the kustomization, its other files, and what our message is. */
export type RefusedCase = [what: string, kustomization: string, files: Files, message: RegExp];

const A = { 'a.yaml': map('a') };
const patches = (patch: string): string => `resources: [a.yaml]\npatches:\n${patch}`;
const json = (operations: string): string =>
  patches(`- {target: {kind: ConfigMap}, patch: '${operations}'}`);

export const REFUSED: RefusedCase[] = [
  ['an empty kustomization', '', {}, /is empty/],
  ['comments alone', '# nothing\n', {}, /is empty/],
  ['a type alone', 'kind: Kustomization\n', {}, /is empty/],
  ['null alone', 'resources: null\n', {}, /is empty/],
  ['a list', '- a\n', A, /expected a kustomization/],
  ['text', 'a\n', A, /expected a kustomization/],
  ['an unknown field', 'resources: [a.yaml]\nresource: [b.yaml]', A, /unknown field/],
  [
    'an unknown field of images',
    'resources: [a.yaml]\nimages: [{name: a, tag: b}]',
    A,
    /unknown field/,
  ],
  ['another kind', 'kind: Kustom\nresources: [a.yaml]', A, /Kustomization/],
  ['another version', 'apiVersion: v1\nresources: [a.yaml]', A, /v1beta1/],
  ['a number for a tag', 'resources: [a.yaml]\nimages: [{name: a, newTag: 1.0}]', A, /string/],
  ['a boolean for a label', 'resources: [a.yaml]\ncommonLabels: {a: y}', A, /string/],
  ['text for a list', 'resources: a.yaml', A, /array/],
  ['a list for a namespace', 'resources: [a.yaml]\nnamespace: [a]', A, /string/],
  ['a missing resource', 'resources: [b.yaml]', A, /does not exist/],
  ['a file outside', 'resources: [../b.yaml]', { '../b.yaml': map('b') }, /outside/],
  ['an absolute directory', 'resources: [/etc]', {}, /names the directory/],
  ['a directory without a kustomization', 'resources: [x]', { 'x/a.yaml': map('a') }, /holds no/],
  ['itself', 'resources: [.]', A, /among its own/],
  ['a directory above', 'resources: [..]', { '../kustomization.yaml': 'resources: []' }, /above/],
  ['a cycle', 'resources: [x]', { 'x/kustomization.yaml': 'resources: [..]' }, /among its own/],
  ['two kustomizations', 'resources: [a.yaml]', { ...A, Kustomization: 'resources: []' }, /holds/],
  ['an object twice', 'resources: [a.yaml]', { 'a.yaml': documents(map('a'), map('a')) }, /twice/],
  [
    'an object in two files',
    'resources: [a.yaml, b.yaml]',
    { ...A, 'b.yaml': map('a', '  namespace: default\n') },
    /twice/,
  ],
  [
    'an object of two bases',
    'resources: [x, z]',
    {
      'x/kustomization.yaml': 'resources: [../z]',
      'z/kustomization.yaml': 'resources: [a.yaml]',
      'z/a.yaml': map('a'),
    },
    /twice/,
  ],
  [
    'a namespace that makes two one',
    'resources: [a.yaml]\nnamespace: new',
    { 'a.yaml': documents(map('a'), map('a', '  namespace: x\n')) },
    /twice/,
  ],
  [
    'what has no kind',
    'resources: [a.yaml]',
    { 'a.yaml': 'apiVersion: v1\nmetadata: {name: a}\n' },
    /expected a string/,
  ],
  [
    'what has no name',
    'resources: [a.yaml]',
    { 'a.yaml': 'apiVersion: v1\nkind: ConfigMap\n' },
    /expected a string/,
  ],
  [
    'a key that is a number',
    'resources: [a.yaml]',
    { 'a.yaml': map('a', 'data: {1: a}\n') },
    /key/,
  ],
  ['a patch without text', patches('- target: {kind: ConfigMap}'), A, /either path or patch/],
  ['a patch with path and text', patches('- {path: a.yaml, patch: b}'), A, /either path or patch/],
  ['a missing patch', patches('- path: p.yaml'), A, /does not exist/],
  ['a patch outside', patches('- path: ../p.yaml'), { ...A, '../p.yaml': map('a') }, /outside/],
  [
    'a JSON patch for nothing',
    patches("- patch: '[{op: remove, path: /data}]'"),
    A,
    /without a target/,
  ],
  ['a patch that is text', patches('- {patch: hello, target: {kind: ConfigMap}}'), A, /neither/],
  [
    'a patch without a name',
    patches('- {patch: "kind: A", target: {kind: ConfigMap}}'),
    A,
    /neither/,
  ],
  ['JSON that is none', json('[{op: add, path: /data, value: 1}]'), A, /begins like JSON/],
  [
    'a merge patch for nothing',
    patches('- patch: |\n    apiVersion: v1\n    kind: ConfigMap\n    metadata: {name: b}'),
    A,
    /finds no ConfigMap b/,
  ],
  [
    'a merge patch for another namespace',
    patches(
      '- patch: |\n    apiVersion: v1\n    kind: ConfigMap\n    metadata: {name: a, namespace: b}',
    ),
    A,
    /finds no/,
  ],
  [
    'a merge patch for another version',
    patches('- patch: |\n    apiVersion: v2\n    kind: ConfigMap\n    metadata: {name: a}'),
    A,
    /finds no/,
  ],
  ['removing nothing', json('[{"op":"remove","path":"/data"}]'), A, /remove finds no \/data/],
  [
    'replacing below nothing',
    json('[{"op":"replace","path":"/data/x","value":1}]'),
    A,
    /there is no/,
  ],
  [
    'replacing an item that is not there',
    patches(
      `- {target: {kind: Deployment}, patch: '[{"op":"replace","path":"/spec/template/spec/volumes/2","value":1}]'}`,
    ),
    { 'a.yaml': DEPLOYMENT },
    /replace finds no/,
  ],
  ['adding below nothing', json('[{"op":"add","path":"/data/x","value":1}]'), A, /there is no/],
  ['a failing test', json('[{"op":"test","path":"/kind","value":"B"}]'), A, /test finds no/],
  [
    'an item beyond a list',
    patches(
      `- {target: {kind: Deployment}, patch: '[{"op":"add","path":"/spec/template/spec/volumes/9","value":1}]'}`,
    ),
    { 'a.yaml': DEPLOYMENT },
    /add finds no/,
  ],
];
