import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { kubernetesFinding } from '../../../src/component/kubernetes-version.ts';

describe('kubernetesFinding', () => {
  const cases: [minimum: string, message: string][] = [
    [
      '1.31.0',
      'the source operator needs Kubernetes 1.31.0 or newer, which MicroShift 4.18 is the first to have',
    ],
    [
      'v1.27',
      'the source operator needs Kubernetes v1.27 or newer, which MicroShift 4.14 is the first to have',
    ],
    ['1.16.0', 'the source operator needs Kubernetes 1.16.0 or newer'],
    ['1.3.0', 'the source operator needs Kubernetes 1.3.0 or newer'],
    ['1.99.0', 'the source operator needs Kubernetes 1.99.0 or newer'],
  ];
  for (const [minimum, message] of cases) {
    it(`notes ${minimum}`, () => {
      const [found, ...others] = kubernetesFinding('operator', minimum);
      assert.deepEqual(others, []);
      assert.deepEqual(
        [found?.id, found?.severity, found?.message],
        ['kubernetes-minimum:operator', 'note', message],
      );
    });
  }

  it('notes nothing where a bundle names none', () => {
    assert.deepEqual(kubernetesFinding('operator', undefined), []);
  });
});
