import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { packageOfRpm } from '../../../src/package/rpm-file-name.ts';

describe('packageOfRpm', () => {
  const NAMES: [fileName: string, packageName: string | undefined][] = [
    ['microshift-lamp-1.0.0~rc.1-1.el9.x86_64.rpm', 'microshift-lamp'],
    ['microshift-lamp-1.0.0-1.src.rpm', 'microshift-lamp'],
    ['microshift-lamp-release-info-1.0.0-1.noarch.rpm', 'microshift-lamp-release-info'],
    ['lamp-1.noarch.rpm', undefined],
    ['microshift-lamp-1.0.0-1.x86_64.rpm.part', undefined],
    ['notes.txt', undefined],
  ];
  for (const [fileName, expected] of NAMES) {
    it(`${fileName}: ${expected}`, () => assert.equal(packageOfRpm(fileName), expected));
  }
});
