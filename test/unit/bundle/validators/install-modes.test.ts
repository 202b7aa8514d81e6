import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { installMode } from '../../../../src/bundle/validators/install-modes.ts';
import { bundleOf, installation } from '../../support/bundle.ts';
import type { BundleOptions } from '../../support/bundle.ts';
import { describeValidator } from '../support/refused.ts';

const modes = (...types: string[]): BundleOptions => ({
  spec: { installModes: types.map((type) => ({ type, supported: true })) },
});
const serving = (targetNamespaces: string[], ...types: string[]) => ({
  ...modes(...types),
  installation: { targetNamespaces },
});
const refused = (wish: string, missing: string, supported: string) =>
  `spec.installModes: to serve ${wish}, the operator would have to support ${missing}, and it supports only ${supported}`;

describeValidator(installMode, 'bundle-unsupported', [
  ['AllNamespaces', modes('AllNamespaces')],
  ['AllNamespaces among others', modes('OwnNamespace', 'AllNamespaces')],
  [
    'no namespaces where it cannot serve all',
    modes('OwnNamespace', 'SingleNamespace'),
    refused('all namespaces', 'AllNamespaces', 'OwnNamespace, SingleNamespace'),
  ],
  ['no modes', modes(), 'spec.installModes: the operator supports no install mode'],
  [
    'modes of which none is supported',
    { spec: { installModes: [{ type: 'AllNamespaces', supported: false }] } },
    'spec.installModes: the operator supports no install mode',
  ],
  ['the install namespace', serving(['ns'], 'OwnNamespace')],
  [
    'the install namespace where it could serve all',
    serving(['ns'], 'AllNamespaces', 'OwnNamespace'),
  ],
  [
    'the install namespace as a single one',
    serving(['ns'], 'SingleNamespace', 'MultiNamespace', 'AllNamespaces'),
    refused('only ns', 'OwnNamespace', 'SingleNamespace, MultiNamespace, AllNamespaces'),
  ],
  ['another namespace', serving(['a'], 'SingleNamespace')],
  [
    'another namespace of an operator for several',
    serving(['a'], 'OwnNamespace', 'MultiNamespace'),
    refused('only a', 'SingleNamespace', 'OwnNamespace, MultiNamespace'),
  ],
  ['several namespaces', serving(['a', 'b'], 'MultiNamespace')],
  ['several namespaces and its own', serving(['a', 'ns'], 'MultiNamespace', 'OwnNamespace')],
  [
    'its own among several where it cannot serve that',
    serving(['a', 'ns'], 'MultiNamespace'),
    refused('only a, ns', 'OwnNamespace', 'MultiNamespace'),
  ],
  [
    'several namespaces of an operator for one',
    serving(['a', 'ns'], 'SingleNamespace'),
    refused('only a, ns', 'MultiNamespace and OwnNamespace', 'SingleNamespace'),
  ],
]);

describe('the hint of installMode', () => {
  const hint = (...types: string[]) =>
    installMode(bundleOf(modes(...types)), installation({ targetNamespaces: ['a', 'b', 'ns'] }))[0]
      ?.hint;

  for (const [types, expected] of [
    [['AllNamespaces'], 'leave targetNamespaces out'],
    [['SingleNamespace'], 'write targetNamespaces with one other namespace'],
    [['MultiNamespace'], 'write targetNamespaces with several other namespaces'],
    [
      ['SingleNamespace', 'OwnNamespace'],
      'write targetNamespaces: [ns], or write targetNamespaces with one other namespace',
    ],
  ] as const) {
    it(`says how to install for ${types.join(' and ')}`, () => {
      assert.equal(hint(...types), `at its source in component.yaml, ${expected}`);
    });
  }

  it('knows no way for modes that do not exist', () => {
    assert.equal(hint('NoNamespaces'), 'use a bundle whose operator supports an install mode');
  });
});
