import assert from 'node:assert/strict';
import { it } from 'node:test';
import { isDeviceCommand } from '../../src/device-commands.ts';

it('runs in the program for devices what devices run, and nothing that takes its libraries', () => {
  const device = [['apply', 'tree'], ['status'], ['status', '--bundled'], ['remove', 'bundle']];
  const whole = [
    [],
    ['rebase'],
    ['--help'],
    ['status', '--bundle', 'a.tgz'],
    ['status', 'tree', '--bundle=a.tgz'],
  ];
  assert.deepEqual(device.map(isDeviceCommand), [true, true, true, true]);
  assert.deepEqual(whole.map(isDeviceCommand), [false, false, false, false, false]);
});
