import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, it } from 'node:test';
import { collectMachine } from '../../../src/support-archive/collect-machine.ts';
import { createContents } from '../../../src/support-archive/contents.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const PROGRAM = { version: '1.2.3', commit: 'abc' };

describe('collectMachine', () => {
  it('reads the report of the applier, and which system this is', async (t) => {
    const directory = await temporaryDirectory(t);
    const files = { report: path.join(directory, 'r'), osRelease: path.join(directory, 'o') };
    await writeFile(files.report, '{"exitStatus":3,"problems":[{"message":"token=abc"}]}');
    await writeFile(files.osRelease, 'ID="rhel"\nVERSION_ID=9.6\nREDHAT_SECRET=x\nnonsense\n');
    const contents = createContents(10_000);
    await collectMachine(contents, PROGRAM, files);
    const [report, versions] = contents.entries().map(({ bytes }) => JSON.parse(bytes.toString()));
    assert.deepEqual(report, { exitStatus: 3, problems: [{ message: 'token=[masked]' }] });
    assert.deepEqual(versions.program, PROGRAM);
    assert.deepEqual(versions.operatingSystem, { ID: 'rhel', VERSION_ID: '9.6' });
    assert.deepEqual(contents.leftOut(), []);
  });

  it('says what it could not read', async (t) => {
    const directory = await temporaryDirectory(t);
    const files = { report: path.join(directory, 'r'), osRelease: path.join(directory, 'o') };
    await writeFile(files.report, 'no JSON');
    await mkdir(files.osRelease);
    const contents = createContents(10_000);
    await collectMachine(contents, PROGRAM, files);
    assert.deepEqual(
      contents.entries().map(({ path: name }) => name),
      ['machine-versions.json'],
    );
    assert.deepEqual(
      contents.leftOut().map(({ what }) => what),
      [files.osRelease, files.report],
    );
  });
});
