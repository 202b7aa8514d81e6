import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { displayObject, displayPath } from '../../../src/manifest/display.ts';
import { objectId } from '../../../src/manifest/object.ts';
import { object } from '../support/objects.ts';

describe('displayObject', () => {
  const cases: [identity: string, shown: string][] = [
    ['v1 Namespace shop', 'Namespace shop'],
    ['apps/v1 Deployment shop/web', 'Deployment shop/web'],
    ['example.com/v1 Lamp shop/main', 'Lamp.example.com shop/main'],
    ['example.com/v1 Deployment shop/web', 'Deployment.example.com shop/web'],
  ];
  for (const [identity, shown] of cases) {
    it(`shows ${identity} as ${shown}`, () => {
      assert.equal(displayObject(objectId(object(identity))), shown);
    });
  }
});

describe('displayPath', () => {
  const cases: [path: (string | number)[], shown: string][] = [
    [[], ''],
    [['spec'], 'spec'],
    [['spec', 'containers', 0, 'image'], 'spec.containers[0].image'],
    [['metadata', 'annotations', 'example.com/name'], "metadata.annotations['example.com/name']"],
    [['a.b', 'c'], "['a.b'].c"],
    [['spec', 'x-kubernetes-map', '$ref'], 'spec.x-kubernetes-map.$ref'],
    [['spec', ''], "spec['']"],
    [[0, 1], '[0][1]'],
    [['env', '0'], 'env.0'],
    [['spec', "it's"], String.raw`spec['it\'s']`],
    [['spec', String.raw`a\b`], String.raw`spec['a\\b']`],
    [['spec', 'a\nerror: \u001B[2J'], String.raw`spec['a\u000aerror: \u001b[2J']`],
  ];
  for (const [path, shown] of cases) {
    it(`shows ${JSON.stringify(path)} as ${shown || 'nothing'}`, () => {
      assert.equal(displayPath(path), shown);
    });
  }
});
