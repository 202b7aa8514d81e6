import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ownsAll } from '../../../src/status/field-owner.ts';

const manifest = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {
    name: 'a',
    namespace: 'b',
    labels: { app: 'a' },
    finalizers: ['x.io/y'],
    creationTimestamp: null,
  },
  spec: {
    replicas: 1,
    template: {
      spec: {
        containers: [
          { name: 'main', args: ['a', 'b'], ports: [{ containerPort: 80 }], resources: {} },
        ],
        nodeSelector: { disk: 'ssd' },
      },
    },
  },
  status: { replicas: 1 },
};

// As kube-apiserver 1.36 writes it.
const fields = () => ({
  'f:metadata': {
    'f:labels': { 'f:app': {} },
    'f:finalizers': { 'v:"x.io/y"': {} },
  },
  'f:spec': {
    'f:replicas': {},
    'f:template': {
      'f:spec': {
        'f:containers': {
          'k:{"name":"main"}': {
            '.': {},
            'f:name': {},
            'f:args': {},
            'f:ports': {
              'k:{"containerPort":80,"protocol":"TCP"}': { '.': {}, 'f:containerPort': {} },
            },
            'f:resources': {},
          },
        },
        'f:nodeSelector': {},
      },
    },
  },
});

describe('ownsAll', () => {
  it('finds every field that a manifest sets, and asks for no other', () => {
    assert.equal(ownsAll(fields(), manifest), true);
  });

  // Any one field that somebody has taken over is missed, however deep.
  const paths = (value: object, path: string[] = []): string[][] =>
    Object.entries(value).flatMap(([name, inner]: [string, object]) => [
      [...path, name],
      ...paths(inner, [...path, name]),
    ]);
  for (const path of paths(fields())) {
    // That an item is there is no field of it.
    if (path.at(-1) === '.') continue;
    it(`misses ${path.join(' ')}`, () => {
      const some = fields();
      const holder = path.slice(0, -1).reduce<any>((at, step) => at[step], some);
      delete holder[path.at(-1) ?? ''];
      // A holder without fields would be a field as a whole, which no API server makes of one with some.
      if (Object.keys(holder).length === 0) holder['f:other'] = {};
      assert.equal(ownsAll(some, manifest), false);
    });
  }

  it('is not certain of what is no field set', () => {
    for (const odd of [undefined, null, 1, []]) assert.equal(ownsAll(odd, manifest), false);
    assert.equal(ownsAll({ 'f:spec': 1 }, manifest), false);
    const spec = { list: [{ name: 'a' }] };
    for (const name of ['k:{', 'k:1', 'x', 'k:{"name":"b"}']) {
      assert.equal(ownsAll({ 'f:spec': { 'f:list': { [name]: {} } } }, { spec }), false, name);
    }
  });
});
