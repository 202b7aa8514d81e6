import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  compareVersionPriority,
  isKubernetesVersion,
} from '../../../src/upgrade/version-priority.ts';

describe('compareVersionPriority', () => {
  it('orders as Kubernetes does', () => {
    const sorted = [
      'foo',
      'v1a',
      'v1alpha1',
      'v1alpha2',
      'v2alpha1',
      'v1beta2',
      'v1beta10',
      'v3beta1',
      'v1',
      'v2',
      'v10',
    ];
    assert.deepEqual(sorted.toReversed().toSorted(compareVersionPriority), sorted);
  });

  it('knows which names have an order', () => {
    const names = ['v1', 'v1beta1', '1', 'v1gamma1', 'v1beta', 'xv1'];
    assert.deepEqual(names.filter(isKubernetesVersion), ['v1', 'v1beta1']);
  });
});
