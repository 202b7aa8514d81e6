import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatGreenbootCheck, greenbootCheckName } from '../../../src/release/greenboot-check.ts';

describe('greenbootCheckName', () => {
  it('comes before the check of MicroShift', () => {
    const name = greenbootCheckName('gateway-api');
    assert.equal(name, '39_microshift_optional_gateway_api.sh');
    assert.ok(name < '40_microshift_running_check.sh');
  });
});

describe('formatGreenbootCheck', () => {
  it('puts in the names, wherever they stand', () => {
    const template = '# @COMPONENT@\nX=@COMPONENT@ Y=@DIRECTORY@\n';
    assert.equal(
      formatGreenbootCheck(template, { name: 'lamp', directory: '010-lamp' }),
      '# lamp\nX=lamp Y=010-lamp\n',
    );
  });
});
