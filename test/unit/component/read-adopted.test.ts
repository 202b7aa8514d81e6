import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, it } from 'node:test';
import { readAdopted } from '../../../src/component/read-adopted.ts';
import { readComponent } from '../../../src/component/read-component.ts';
import { problemsOfAsync } from '../support/problems.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const GATEWAY_API = path.resolve(
  import.meta.dirname,
  '../../../manifests.d/000-microshift-gateway-api',
);

describe('readAdopted', () => {
  it('reads a line an object, and no comments', async (test) => {
    const text = '# those of 4.18\nv1 Namespace shop\n\napps/v1 Deployment shop/web\n';
    const directory = await temporaryDirectory(test, { 'adopted.txt': text });
    assert.deepEqual(await readAdopted(path.join(directory, 'adopted.txt')), [
      { group: '', kind: 'Namespace', namespace: '', name: 'shop' },
      { group: 'apps', kind: 'Deployment', namespace: 'shop', name: 'web' },
    ]);
  });

  it('tells every line that is none', async (test) => {
    const lines = ['Namespace shop', 'v1 Secret a/b/c', 'v1 Secret a b', 'v1 Secret /a', 'v1 4 a'];
    const directory = await temporaryDirectory(test, { 'adopted.txt': lines.join('\n') });
    const problems = await problemsOfAsync(() => readAdopted(path.join(directory, 'adopted.txt')));
    assert.deepEqual(
      problems.map(({ code, at }) => [code, at?.line]),
      lines.map((_, index) => ['adopted-invalid', index + 1]),
    );
  });

  it('tells that there is none', async () => {
    const [problem] = await problemsOfAsync(() => readAdopted('/nowhere/adopted.txt'));
    assert.equal(problem?.code, 'adopted-missing');
  });
});

it("the gateway-api component adopts the 33 objects of MicroShift's own package", async () => {
  const { adopted } = await readComponent(GATEWAY_API);
  assert.equal(adopted.length, 33);
  assert.deepEqual(adopted.at(-1), {
    group: 'sailoperator.io',
    kind: 'Istio',
    namespace: '',
    name: 'openshift-gateway-api',
  });
});
