import assert from 'node:assert/strict';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, it } from 'node:test';
import { readTree } from '../../../src/tree/read-tree.ts';
import { ingress, rule, streamOf } from '../expose/from-ingress/support/inputs.ts';
import { crd } from '../support/objects.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { runCli, runCliWith } from '../support/terminal.ts';

const EXAMPLE = path.resolve(import.meta.dirname, '../../../examples/prometheus');
const SHOP = ['expose', 'shop', '--host', 'shop.example.com', '--service', 'shop:8080'];
const INPUT = streamOf(
  ingress(
    'shop',
    { ingressClassName: 'old', rules: [rule('shop.example.com', 'Prefix / shop:80')] },
    { annotations: { 'example.com/a': 'b' } },
  ),
);

describe('expose', () => {
  it('prints a stream', async () => {
    const { status, stdout, stderr } = await runCli(...SHOP, '--class', 'example');
    assert.deepEqual([status, stderr], [0, '']);
    assert.deepEqual(stdout.match(/^kind: .*/gm), ['kind: Gateway', 'kind: HTTPRoute']);
    assert.match(stdout, /^# /);
  });

  it('writes a tree', async (test) => {
    const out = path.join(await temporaryDirectory(test), 'shop');
    const flags = [...SHOP, '--class', 'example', '--out', out];
    assert.deepEqual(await runCli(...flags), {
      status: 0,
      stdout: `${out}: 2 objects\n`,
      stderr: '',
    });
    assert.equal((await readTree(out)).objects.length, 2);
    assert.equal((await runCli(...flags)).stdout, `${out}: 2 objects, as it was\n`);
    await writeFile(path.join(out, 'gateway_shop.yaml'), 'edited\n');
    const refused = await runCli(...flags);
    assert.deepEqual([refused.status, refused.stdout], [2, '']);
    assert.match(
      refused.stderr,
      /gateway_shop\.yaml: has been edited since expose wrote it \[output-in-use\]/,
    );
  });

  it('writes the example', async (test) => {
    const readme = await readFile(path.join(EXAMPLE, 'README.md'), 'utf8');
    const [, command = ''] = /^ {4}microshift-optional (expose .*) --out tree$/m.exec(readme) ?? [];
    const out = path.join(await temporaryDirectory(test), 'tree');
    const { status, stderr } = await runCli(...command.split(' '), '--out', out);
    assert.deepEqual([status, stderr], [0, '']);
    const contentOf = async (directory: string): Promise<[string, string][]> =>
      Promise.all(
        (await readdir(directory))
          .toSorted()
          .map(async (name) => [name, await readFile(path.join(directory, name), 'utf8')]),
      );
    assert.deepEqual(await contentOf(out), await contentOf(path.join(EXAMPLE, 'tree')));
  });

  it('ends with 2 and everything that is wrong', async () => {
    const { status, stdout, stderr } = await runCli(
      'expose',
      'shop',
      '--host',
      'A',
      '--mesh',
      '--class',
      'x',
    );
    assert.deepEqual([status, stdout], [2, '']);
    assert.deepEqual(stderr.match(/^error: [^ ]+/gm), [
      'error: --class:',
      'error: --host:',
      'error: --service:',
    ]);
  });

  it('has no place for a patch in a stream', async () => {
    const flags = [...SHOP, '--gateway', 'shared', '--add-listener', 'patch'];
    assert.match((await runCli(...flags)).stderr, /^error: --out: is needed/);
  });

  it('refuses a component without the Gateway API', async (test) => {
    const component = await temporaryDirectory(test, {
      'kustomization.yaml': 'resources: [crd.yaml]\n',
      'crd.yaml': JSON.stringify(crd()),
    });
    const { status, stderr } = await runCli(...SHOP, '--class', 'x', '--component', component);
    assert.equal(status, 2);
    assert.match(stderr, /^error: --component: no CRD of .* is one of the Gateway API/);
  });
});

describe('expose --from-ingress', () => {
  it('reads a file, or what is fed in', async (test) => {
    const directory = await temporaryDirectory(test, { 'in.yaml': INPUT });
    const file = path.join(directory, 'in.yaml');
    const fromFile = await runCli('expose', '--from-ingress', file);
    const fed = await runCliWith(INPUT, 'expose', '--from-ingress', '-');
    assert.deepEqual([fromFile.status, fromFile.stdout], [0, fed.stdout]);
    assert.match(
      fromFile.stdout,
      /^# Not carried over .*\n# - Ingress shop\/shop: metadata\.annotations: /,
    );
    assert.match(
      fed.stderr,
      /^note: stdin:1: Ingress shop\/shop: metadata\.annotations: .*\n {2}hint: .*\n$/,
    );
    const out = path.join(directory, 'out');
    await runCli('expose', '--from-ingress', file, '--out', out);
    assert.match(
      await readFile(path.join(out, 'kustomization.yaml'), 'utf8'),
      /^# - Ingress shop\/shop: /m,
    );
  });

  it('says that a file is missing, too large, or no text', async (test) => {
    const directory = await temporaryDirectory(test, { 'zip.yaml': Buffer.from('PK\u0003\u0004') });
    const errorOf = async (input: string, file: string): Promise<string> => {
      const { status, stdout, stderr } = await runCliWith(input, 'expose', '--from-ingress', file);
      assert.deepEqual([status, stdout], [2, '']);
      return stderr;
    };
    assert.match(await errorOf('', path.join(directory, 'none')), /none/);
    assert.ok((await errorOf('', directory)).startsWith(`error: ${directory}: EISDIR`));
    assert.match(await errorOf('', path.join(directory, 'zip.yaml')), /is a zip archive/);
    assert.match(
      await errorOf(' '.repeat(33 * 1024 * 1024), '-'),
      /has more than 32 MiB \[source-too-large\]/,
    );
    assert.match(await errorOf('a: [', '-'), /^error: stdin:1.*\[yaml-invalid\]/);
  });
});
