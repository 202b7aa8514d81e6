import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { resolveImage, resolveImages } from '../../../src/registry/resolve-image.ts';
import type { ResolutionFailure, ResolvedImage } from '../../../src/registry/resolve-image.ts';

const failure = (reason: ResolutionFailure['failure']): ResolutionFailure => ({
  failure: reason,
  message: reason,
  hint: 'none',
});
const resolved = (digest: string): ResolvedImage => ({ digest, platforms: {}, bytes: {} });

describe('resolveImages', () => {
  it('asks for each reference once, and answers in their order', async () => {
    const asked: string[] = [];
    const found = await resolveImages(
      ['b.io/2', 'a.io/1', 'b.io/2', 'b.io/3'],
      {},
      async (reference) => {
        asked.push(reference);
        return resolved(reference);
      },
    );
    assert.deepEqual(asked.toSorted(), ['a.io/1', 'b.io/2', 'b.io/3']);
    assert.deepEqual([...found.keys()], ['b.io/2', 'a.io/1', 'b.io/3']);
    assert.deepEqual(found.get('b.io/3'), resolved('b.io/3'));
  });

  for (const reason of ['unreachable', 'no-skopeo'] as const) {
    it(`asks a host no more after ${reason}, but others`, async () => {
      const asked: string[] = [];
      const found = await resolveImages(
        ['down.io/1', 'down.io/2', 'up.io/1', 'down.io/3', 'up.io/2'],
        {},
        async (reference) => {
          asked.push(reference);
          return reference.startsWith('down') ? failure(reason) : resolved(reference);
        },
      );
      assert.deepEqual(asked.toSorted(), ['down.io/1', 'up.io/1', 'up.io/2']);
      assert.deepEqual(found.get('down.io/3'), failure(reason));
      assert.equal(found.size, 5);
    });
  }

  for (const reason of ['not-found', 'unauthorized', 'invalid', 'rejected'] as const) {
    it(`asks a host for the others after ${reason}`, async () => {
      const found = await resolveImages(['a.io/1', 'a.io/2'], {}, async (reference) =>
        reference === 'a.io/1' ? failure(reason) : resolved(reference),
      );
      assert.deepEqual(found.get('a.io/2'), resolved('a.io/2'));
    });
  }

  it('asks for no more at once than it may', async () => {
    let now = 0;
    let most = 0;
    const references = Array.from(
      { length: 20 },
      (_, position) => `h${position % 3}.io/${position}`,
    );
    await resolveImages(references, { concurrency: 4 }, async (reference) => {
      now += 1;
      most = Math.max(most, now);
      await new Promise((resolve) => setImmediate(resolve));
      now -= 1;
      return resolved(reference);
    });
    assert.equal(most, 4);
  });

  it('answers nothing for nothing', async () => {
    assert.deepEqual(await resolveImages([]), new Map());
  });

  it('lets a bug through', async () => {
    const bug = new TypeError('bug');
    await assert.rejects(
      resolveImages(['a.io/1'], {}, async () => {
        throw bug;
      }),
      bug,
    );
  });
});

describe('resolveImage', () => {
  it('says that skopeo is missing', async () => {
    const found = await resolveImage('localhost:1/a', { environment: { PATH: '/nonexistent' } });
    assert.ok('failure' in found);
    assert.equal(found.failure, 'no-skopeo');
    assert.match(found.hint, /install the package skopeo/);
  });

  for (const reference of ['', '${IMAGE}', '--version', 'u:hunter2@h/a', 'https://u:hunter2@h/a']) {
    it(`does not run anything for ${JSON.stringify(reference)}`, async () => {
      const found = await resolveImage(reference, { environment: { PATH: '/nonexistent' } });
      assert.ok('failure' in found);
      assert.equal(found.failure, 'invalid');
      assert.doesNotMatch(found.message, /hunter2/);
    });
  }
});
