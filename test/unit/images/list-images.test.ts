import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { imageSites } from '../../../src/images/image-sites.ts';
import { listImages } from '../../../src/images/list-images.ts';
import type { RelatedImage } from '../../../src/images/override-images.ts';
import type { Operand } from '../../../src/images/operand-schema.ts';
import { takeStock } from '../../../src/images/take-stock.ts';
import type { KubernetesObject } from '../../../src/manifest/object.ts';
import { deployment, object } from '../support/objects.ts';
import { lamp, lampCrd, lampOperand, operator } from './support/images.ts';

function stock(
  objects: KubernetesObject[],
  operands: Operand[] = [lampOperand()],
  related: RelatedImage[] = [],
) {
  const { images, findings } = takeStock(objects, related, operands);
  return {
    images: images.map(({ key, embedded, because }) => [key, embedded, because]),
    findings: findings.map(({ id, severity, message, hint, at }) => ({
      id,
      severity,
      text: `${at?.object ?? ''} ${at?.field ?? ''}: ${message}; ${hint}`,
    })),
  };
}

describe('listImages', () => {
  it('holds each image once by key, sorted, with the places and reasons', () => {
    const env = [{ name: 'RELATED_IMAGE_BULB', value: 'r.io/bulb:1' }];
    const containers = [{ name: 'b', image: 'r.io/b:1', env, args: ['--x-image=r.io/x:1'] }];
    const sites = imageSites([
      deployment('ns/one', containers),
      deployment('ns/two', [{ name: 'b', image: 'r.io/b:1' }]),
      object('example.com/v1 Lamp main', { spec: { image: 'r.io/l:1' } }),
      deployment('ns/three', [], { metadata: { annotations: { 'images.a': 'r.io/a:1' } } }),
    ]);
    const { images, findings } = listImages(sites, [], []);
    assert.deepEqual(
      images.map(({ key, ref, because, sites: own }) => [key, ref, own.length, because]),
      [
        ['a-1-annotation', 'r.io/a:1', 1, 'the annotation images.a of Deployment ns/three'],
        ['b', 'r.io/b:1', 2, 'a container of Deployment ns/one; a container of Deployment ns/two'],
        [
          'bulb',
          'r.io/bulb:1',
          1,
          'spec.template.spec.containers[0].env[0].value of Deployment ns/one',
        ],
        ['main-image', 'r.io/l:1', 1, 'spec.image of Lamp.example.com main'],
        ['x-image', 'r.io/x:1', 1, 'spec.template.spec.containers[0].args[0] of Deployment ns/one'],
      ],
    );
    assert.ok(images.every(({ embedded }) => embedded));
    assert.deepEqual(findings, []);
  });

  it('notes what only the list of the bundle names, each once', () => {
    const objects = [deployment('ns/a', [{ name: 'manager', image: 'r.io/m:1' }])];
    const { images, findings } = stock(
      objects,
      [],
      [
        { name: 'manager', image: 'r.io/m:1' },
        { name: 'same-image', image: 'r.io/m:1' },
        { name: 'tool', image: 'r.io/tool:1' },
        { name: 'tool', image: 'r.io/tool:1' },
      ],
    );
    assert.deepEqual(images, [
      ['manager', true, 'a container of Deployment ns/a'],
      ['tool', false, 'only the list of images that the bundle relates to'],
    ]);
    assert.deepEqual(
      findings.map(({ id, severity }) => [id, severity]),
      [['image-unused:tool', 'note']],
    );
    assert.match(findings[0]?.text ?? '', /the image tool \(r\.io\/tool:1\)/);
  });
});

describe('the images of an operand', () => {
  it('are embedded in the version that is asked for alone', () => {
    assert.deepEqual(stock([operator('1.0.0', '2.0.0'), lamp('v2-latest')]), {
      images: [
        ['lamp-1.0.0-annotation', false, 'lamp v1.0.0, which nothing asks for'],
        ['lamp-2.0.0-annotation', true, 'lamp v2.0.0, which Lamp.example.com main asks for'],
        ['manager', true, 'a container of Deployment ns/operator'],
      ],
      findings: [],
    });
  });

  it('are embedded if any operand asks for them, where several share them', () => {
    const other = lampOperand({
      name: 'torch',
      object: { group: 'example.com', kind: 'Torch', name: 'main' },
    });
    const torch = object('example.com/v1 Torch main', { spec: { version: 'v1.0.0' } });
    const objects = [operator('1.0.0', '2.0.0', '3.0.0'), lamp('v2.0.0'), torch];
    for (const operands of [
      [lampOperand(), other],
      [other, lampOperand()],
    ]) {
      const { images } = stock(objects, operands);
      assert.deepEqual(
        images.slice(0, 3).map(([, embedded]) => embedded),
        [true, true, false],
      );
      assert.equal(images[0]?.[2], 'torch v1.0.0, which Torch.example.com main asks for');
    }
  });

  it('are embedded for every reason that needs one of them', () => {
    const annotations = { 'images.v1_0_0.lamp': 'r.io/l:1', 'images.v2_0_0.lamp': 'r.io/l:1' };
    const both = deployment('ns/operator', [], { metadata: { annotations } });
    assert.deepEqual(stock([both, lamp('v1.0.0')]).images, [
      ['l-1-annotation', true, 'lamp v1.0.0, which Lamp.example.com main asks for'],
    ]);
  });

  it('are all embedded where no operand is declared', () => {
    const { images } = stock([operator('1.0.0', '2.0.0'), lamp('v2.0.0')], []);
    assert.ok(images.every(([, embedded]) => embedded));
  });

  it('are an error where the operator names none of the version', () => {
    const { images, findings } = stock([operator('1.0.0', '2.0.0'), lamp('v9.0.0')]);
    assert.deepEqual(
      images.map(([, embedded]) => embedded),
      [false, false, true],
    );
    assert.deepEqual(findings, [
      {
        id: 'operand-images-missing:lamp',
        severity: 'error',
        text:
          'Lamp.example.com main spec.version: asks for lamp v9.0.0, of which the operator names ' +
          'no images; ask for one of v2.0.0, v1.0.0',
      },
    ]);
  });

  it('are an error where no version is asked for', () => {
    const { findings } = stock([operator('1.0.0'), lamp()]);
    assert.equal(findings[0]?.id, 'operand-images-missing:lamp');
  });

  it('are noted where the version has reached its end, with the one to ask for', () => {
    const schema = {
      enum: ['v1.0.0', 'v2.0.0', 'v2.1.0', 'v3.0.0'],
      description: 'Must be one of: v2.0.0, v2.1.0.',
    };
    const { findings } = stock([operator('1.0.0', '2.0.0'), lamp('v1.0.0'), lampCrd(schema)]);
    assert.deepEqual(findings, [
      {
        id: 'operand-end-of-life:lamp',
        severity: 'note',
        text:
          'Lamp.example.com main spec.version: asks for lamp v1.0.0, which gets no more repairs; ' +
          'ask for v2.1.0',
      },
    ]);
  });

  it('are noted also where the CRD lists no versions', () => {
    const operand = lampOperand({ endOfLife: '<2' });
    const { findings } = stock([operator('1.0.0'), lamp('v1.0.0')], [operand]);
    assert.match(findings[0]?.text ?? '', /ask for a newer one$/);
  });
});
