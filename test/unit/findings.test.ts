import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { finding, findingsError, formatFindings, settleFindings } from '../../src/findings.ts';
import type { Finding, Severity } from '../../src/findings.ts';

const make = (severity: Severity, subject: string, object?: string): Finding =>
  finding(severity, subject, {
    code: 'test-code',
    message: 'is wrong',
    hint: 'mend it',
    ...(object === undefined ? {} : { at: { object } }),
  });

describe('finding', () => {
  it('is named by its code and what tells it from others', () => {
    assert.deepEqual(make('note', 'proxy'), {
      id: 'test-code:proxy',
      severity: 'note',
      code: 'test-code',
      message: 'is wrong',
      hint: 'mend it',
    });
  });
});

describe('formatFindings', () => {
  for (const [severity, word] of [
    ['note', 'note'],
    ['error', 'error'],
    ['refusal', 'error'],
  ] as const) {
    it(`begins a ${severity} with ${word}`, () => {
      assert.deepEqual(formatFindings([make(severity, 'a', 'Pod error: b')]), [
        `${word}: Pod error: b: is wrong [test-code]\n  hint: mend it`,
      ]);
    });
  }

  it('shows many objects with one cause as one, and notes apart from errors', () => {
    const objects = ['Pod a', 'Pod b', 'Pod c', 'Pod d'];
    const shown = formatFindings([
      make('error', 'x', 'Pod x'),
      ...objects.map((object) => make('note', object, object)),
    ]);
    assert.deepEqual(shown, [
      'note: 4 objects: is wrong [test-code]\n  hint: mend it\n  objects: Pod a, Pod b, Pod c, Pod d',
      'error: Pod x: is wrong [test-code]\n  hint: mend it',
    ]);
  });

  it('says nothing of nothing', () => assert.deepEqual(formatFindings([]), []));
});

describe('settleFindings', () => {
  const [note, error, refusal] = [make('note', 'n'), make('error', 'e'), make('refusal', 'r')];
  const ids = (findings: readonly Finding[]): string[] => findings.map(({ id }) => id);

  it('keeps notes, what is accepted and what stops apart', () => {
    assert.deepEqual(settleFindings([note, error, refusal], ['test-code:r', 'test-code:r']), {
      notes: [note],
      accepted: [refusal],
      stopping: [error],
    });
    assert.deepEqual(settleFindings([], []), { notes: [], accepted: [], stopping: [] });
  });

  it('takes the start of an id up to a colon for all that begin so, and no other part', () => {
    const deep = make('refusal', 'lamps:spec.a');
    const accepted = (name: string) => ids(settleFindings([error, deep], [name]).accepted);
    assert.deepEqual(accepted('test-code'), ['test-code:e', 'test-code:lamps:spec.a']);
    assert.deepEqual(accepted('test-code:lamps'), ['test-code:lamps:spec.a']);
    assert.deepEqual(accepted('test-code:lamp'), []);
    assert.deepEqual(accepted('test'), []);
  });

  it('accepts every finding of one id', () => {
    const settled = settleFindings([error, error], ['test-code:e']);
    assert.deepEqual([settled.accepted, settled.stopping], [[error, error], []]);
  });

  it('notes an acceptance that nothing needs, once', () => {
    const { notes, accepted } = settleFindings([note], ['gone:x', 'gone:x']);
    assert.deepEqual(ids(notes), ['test-code:n', 'accept-unused:gone:x']);
    assert.equal(notes[1]?.severity, 'note');
    assert.deepEqual(accepted, []);
  });

  it('does not note that a note is accepted', () => {
    assert.deepEqual(ids(settleFindings([note], ['test-code:n']).notes), ['test-code:n']);
  });
});

describe('findingsError', () => {
  const [error, refusal] = [make('error', 'e'), make('refusal', 'r')];

  const cases: [what: string, stopping: Finding[], status: number][] = [
    ['an error', [error], 2],
    ['a refusal', [refusal], 6],
    ['a refusal behind an error', [error, refusal], 6],
  ];
  for (const [what, stopping, status] of cases) {
    it(`ends with ${status} for ${what}`, () => {
      assert.equal(findingsError(stopping).exit, status);
    });
  }

  it('names everything that stops, and how to go on', () => {
    assert.deepEqual(findingsError([error, refusal]).problems, [
      {
        code: 'test-code',
        message: 'is wrong',
        hint: 'mend it; to go on as it is: --accept test-code:e',
      },
      {
        code: 'test-code',
        message: 'is wrong',
        hint: 'mend it; to go on as it is: --accept test-code:r',
      },
    ]);
  });

  it('quotes an id that a shell would take for something else', () => {
    const [problem] = findingsError([make('error', 'spec.tags[].name')]).problems;
    assert.match(problem?.hint ?? '', /: --accept 'test-code:spec\.tags\[\]\.name'$/);
  });

  const many = (object?: string): Finding[] =>
    ['1', '2', '3', '4'].map((subject) => make('refusal', subject, object));

  it('shows a few findings of one code one by one', () => {
    assert.equal(findingsError(many('Pod a').slice(1)).problems.length, 3);
  });

  it('shows many findings of one code with one way out as one', () => {
    const { problems } = findingsError([...many('Pod a'), ...many('Pod b').slice(2), ...many()]);
    assert.deepEqual(problems, [
      {
        code: 'test-code',
        message:
          '10 findings such as is wrong; the report lists those of Pod a (4), Pod b (2), elsewhere (4)',
        hint: 'mend it; to go on as it is, each by its name in the report, or all of them: --accept test-code',
      },
    ]);
  });

  it('shows the field of the first of them', () => {
    const found = many().map((each) => ({ ...each, at: { object: 'Pod a', field: 'spec.x' } }));
    assert.match(
      findingsError(found).problems[0]?.message ?? '',
      /^4 findings such as spec\.x: is wrong;/,
    );
  });

  it('keeps findings apart that are mended otherwise', () => {
    const other = many('Pod b').map((each) => ({ ...each, hint: 'leave it' }));
    assert.equal(findingsError([...many('Pod a'), ...other]).problems.length, 2);
  });
});
