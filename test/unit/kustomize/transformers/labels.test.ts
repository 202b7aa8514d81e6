import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { UnexpectedShape, fieldSpec } from '../../../../src/kustomize/field-spec.ts';
import type { LabelEntry } from '../../../../src/kustomize/kustomization-schema.ts';
import { checkLinked } from '../../../../src/kustomize/linked-values.ts';
import { addLabels } from '../../../../src/kustomize/transformers/labels.ts';
import { object } from '../../support/objects.ts';
import { resources } from '../support/resources.ts';

const entry = (rest: Partial<LabelEntry> = {}): LabelEntry => ({
  pairs: { a: 'b' },
  includeSelectors: false,
  includeTemplates: false,
  fields: [],
  ...rest,
});
const withLabels = (identity: string, options: Partial<LabelEntry>, spec: object = {}) => {
  const all = resources(object(identity, { spec }));
  addLabels(all, entry(options));
  const [resource] = all;
  assert.ok(resource);
  return resource.object;
};
const LABELS = { labels: { a: 'b' } };

describe('addLabels', () => {
  const cases: [what: string, identity: string, options: Partial<LabelEntry>, spec: object][] = [
    ['to the object alone', 'apps/v1 Deployment a', {}, {}],
    [
      'to templates',
      'apps/v1 Deployment a',
      { includeTemplates: true },
      { template: { metadata: LABELS } },
    ],
    [
      'to selectors',
      'apps/v1 Deployment a',
      { includeSelectors: true },
      { selector: { matchLabels: { a: 'b' } }, template: { metadata: LABELS } },
    ],
    [
      'to the selector of a Service',
      'v1 Service a',
      { includeSelectors: true },
      { selector: { a: 'b' } },
    ],
    [
      'to no selector that is not there',
      'batch/v1 Job a',
      { includeSelectors: true },
      { template: { metadata: LABELS } },
    ],
    [
      'to fields',
      'example.com/v1 Lamp a',
      { fields: [fieldSpec('spec/x', { create: true })] },
      { x: { a: 'b' } },
    ],
  ];
  for (const [what, identity, options, spec] of cases) {
    it(what, () => {
      const { metadata, spec: after } = withLabels(identity, options);
      assert.deepEqual([metadata?.labels, after], [{ a: 'b' }, spec]);
    });
  }

  const left: [what: string, options: Partial<LabelEntry>, spec?: object][] = [
    [
      'labels that are no map',
      { includeTemplates: true },
      { template: { metadata: { labels: [] } } },
    ],
    ['a template that is text', { includeTemplates: true }, { template: 'a' }],
    ['fields against the built-in ones', { fields: [fieldSpec('metadata/labels')] }],
    [
      'paths with characters of their own',
      { fields: [fieldSpec(String.raw`metadata/annotations/a\/b`)] },
    ],
  ];
  for (const [what, options, spec] of left) {
    it(`leaves ${what}`, () => {
      assert.throws(() => withLabels('apps/v1 Deployment a', options, spec), UnexpectedShape);
    });
  }

  it('links what it adds in several places', () => {
    const all = resources(object('v1 Service a', { spec: {} }));
    addLabels(all, entry({ includeSelectors: true }));
    addLabels(all, entry({ includeSelectors: true, pairs: { a: 'c' } }));
    checkLinked(all);
    addLabels(all, entry({ pairs: { a: 'd' } }));
    assert.throws(() => checkLinked(all), UnexpectedShape);
  });

  it('links nothing that was there', () => {
    const all = resources(object('v1 Service a', { spec: { selector: { a: 'x' } } }));
    addLabels(all, entry({ includeSelectors: true }));
    addLabels(all, entry({ pairs: { a: 'd' } }));
    checkLinked(all);
  });
});
