import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkWorkloadSelectors } from '../../../../src/verify/checks/workload-selectors.ts';
import { object } from '../../support/objects.ts';
import { found } from '../support/verified.ts';

const LABELS = { app: 'web', tier: 'front' };

describe('checkWorkloadSelectors', () => {
  const selecting = (selector: unknown, containers: unknown = [{ name: 'web' }]) =>
    object('apps/v1 Deployment shop/web', {
      spec: { selector, template: { metadata: { labels: LABELS }, spec: { containers } } },
    });
  const expression = (operator: string, key: string, values?: string[]) => ({
    matchExpressions: [{ key, operator, ...(values === undefined ? {} : { values }) }],
  });

  const taken: [what: string, selector: unknown][] = [
    ['some of its labels', { matchLabels: { app: 'web' } }],
    ['one of several values', expression('In', 'app', ['api', 'web'])],
    ['none of several values', expression('NotIn', 'app', ['api'])],
    ['a label that is there', expression('Exists', 'tier')],
    ['a label that is not there', expression('DoesNotExist', 'zone')],
    ['what is not known here', expression('Near', 'zone')],
  ];
  for (const [what, selector] of taken) {
    it(`takes a selector of ${what}`, () => {
      assert.deepEqual(found(checkWorkloadSelectors, selecting(selector)), []);
    });
  }

  const mismatched: [what: string, selector: unknown][] = [
    ['another value', { matchLabels: { app: 'api' } }],
    ['a label that is missing', { matchLabels: { ...LABELS, zone: 'a' } }],
    ['other values', expression('In', 'app', ['api'])],
    ['values of a label that is missing', expression('In', 'zone', ['a'])],
    ['all values but its own', expression('NotIn', 'app', ['web'])],
    ['a missing label', expression('Exists', 'zone')],
    ['the lack of a label', expression('DoesNotExist', 'app')],
  ];
  for (const [what, selector] of mismatched) {
    it(`refuses a selector of ${what}`, () => {
      assert.deepEqual(found(checkWorkloadSelectors, selecting(selector)), [
        'error selector-mismatch Deployment shop/web spec.selector: does not select the pods of its own template',
      ]);
    });
  }

  for (const selector of [undefined, {}, { matchLabels: {} }, { matchExpressions: [] }]) {
    it(`refuses the selector ${JSON.stringify(selector)}`, () => {
      assert.deepEqual(found(checkWorkloadSelectors, selecting(selector)), [
        'error selector-missing Deployment shop/web spec.selector: selects nothing',
      ]);
    });
  }

  it('refuses pods without containers', () => {
    assert.deepEqual(found(checkWorkloadSelectors, selecting({ matchLabels: LABELS }, [])), [
      'error containers-missing Deployment shop/web spec.template.spec.containers: its pods have no containers',
    ]);
  });

  it('leaves other kinds alone', () => {
    assert.deepEqual(
      found(
        checkWorkloadSelectors,
        object('batch/v1 Job shop/a'),
        object('example.com/v1 Deployment shop/a'),
      ),
      [],
    );
  });
});
