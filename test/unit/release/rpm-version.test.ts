import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assert as check, property, string } from 'fast-check';
import { rpmValueProblems, rpmVersion } from '../../../src/release/rpm-version.ts';

describe('rpmVersion', () => {
  const VERSIONS: [version: string, rpm: string][] = [
    ['3.0.0', '3.0.0'],
    ['3.0.0-tp.1', '3.0.0~tp.1'],
    ['3.0.0-rc-1', '3.0.0~rc.1'],
    ['1.0.0+build-5', '1.0.0+build.5'],
    ['1.0.0-rc.1+build-5', '1.0.0~rc.1+build.5'],
    ['0', '0'],
  ];
  for (const [version, expected] of VERSIONS) {
    it(`${version} is ${expected}`, () => assert.equal(rpmVersion(version), expected));
  }
});

describe('rpmValueProblems', () => {
  for (const value of ['4.20.0', '3.0.0~tp.1', '1.el9', '1.0^git1', '1_2+3', 'nightly']) {
    it(`accepts ${value}`, () => assert.deepEqual(rpmValueProblems('version', value), []));
  }

  const SCRIPTS = ['1`id`', '$(id)', '1;id', '%{lua:os.exit()}', '%(id)', '1%nil', "1'", '1"'];
  const SHAPES = ['', ' ', '1 2', '1.0-1', '../../1', '1/2', '1..2', '.1', '1.', '~1', '--eval'];
  const CHARACTERS = ['1\n%global _topdir /', '1\n', '1\0', '\u0661', '1'.repeat(129)];
  for (const value of [...SCRIPTS, ...SHAPES, ...CHARACTERS]) {
    it(`refuses ${JSON.stringify(value).slice(0, 40)}`, () => {
      assert.equal(rpmValueProblems('version', value)[0]?.code, 'rpm-version-invalid');
      assert.equal(rpmValueProblems('release', value)[0]?.code, 'rpm-release-invalid');
    });
  }

  it('suggests the RPM form of a pre-release', () => {
    const [problem] = rpmValueProblems('version', '3.0.0-tp.1');
    assert.equal(problem?.code, 'rpm-version-invalid');
    assert.match(problem?.hint ?? '', /such as 3\.0\.0~tp\.1$/);
  });

  it('suggests nothing where a version is beyond saving', () => {
    assert.doesNotMatch(rpmValueProblems('version', '%{x}')[0]?.hint ?? '', /such as/);
  });

  it('lets through only the characters that a spec file and a file name can take', () => {
    check(
      property(string(), (value) => {
        if (rpmValueProblems('release', value).length > 0) return;
        assert.match(value, /^[0-9A-Za-z][0-9A-Za-z._+~^]*$/);
        assert.ok(!value.includes('..'));
      }),
    );
  });
});
