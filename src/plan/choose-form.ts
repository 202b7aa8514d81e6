import type { Problem } from '../errors.ts';
import { bundleMarks, channelConflict, compareBundleMarks } from '../manifest/bundle-mark.ts';
import { withoutLiveFields } from '../manifest/clean.ts';
import { isCrd } from '../manifest/crd.ts';
import { displayObject } from '../manifest/display.ts';
import { canonicalJsonText } from '../manifest/json.ts';
import type { TreeObject } from '../manifest/manifest.ts';
import type { ObjectId } from '../manifest/object.ts';

/** An object as one tree has it. */
export type Form = TreeObject & { tree: string };

/** The form of an object that counts, and what speaks against it. */
export type Choice = {
  form: Form;
  /** Why it is this one of several that differ. */
  note?: string;
  /** Wrong input: nobody can say which form is meant. */
  problems: Problem[];
  /** What cannot be done without harm to one of the trees. */
  unsafe: Problem[];
};

/**
 * Which of the forms of an object counts that trees have: where they differ, the one of the highest bundle version
 * (see {@link bundleMarks}), whatever the order of the trees. CRDs of different channels have different fields of
 * the same version, and none of them has all: these are never chosen from.
 * @param forms at least one, in the order of their trees
 */
export function chooseForm(id: ObjectId, forms: readonly [Form, ...Form[]]): Choice {
  const [first, ...others] = forms;
  if (others.every(({ manifest }) => manifest.digest === first.manifest.digest)) {
    return { form: first, problems: [], unsafe: [] };
  }
  const marked = forms.map((form) => ({ form, marks: bundleMarks(form.manifest.outline) }));
  const unsafe = isCrd(first.manifest.outline) ? channelProblems(id, marked) : [];
  if (unsafe.length > 0) return { form: first, problems: [], unsafe };

  const highest =
    marked.find(({ marks }) =>
      marked.every((other) => (compareBundleMarks(marks, other.marks)?.order ?? -1) >= 0),
    ) ?? marked[0];
  if (highest === undefined) return { form: first, problems: [], unsafe: [] };
  const { form } = highest;
  const older: { tree: string; versions: [string, string] }[] = [];
  const problems: Problem[] = [];
  for (const { form: other, marks } of marked) {
    if (other.manifest.digest === form.manifest.digest) continue;
    const found = compareBundleMarks(highest.marks, marks);
    // A tree that has an object twice is a mistake in that tree.
    if (found?.order === 1 && other.tree !== form.tree) {
      older.push({ tree: other.tree, versions: found.versions });
    } else if (!isSame(other, form)) {
      problems.push(contradiction(id, form, other, found?.versions[0]));
    }
  }
  const [one] = older;
  return {
    form,
    ...(one === undefined || problems.length > 0
      ? {}
      : {
          note: `${one.versions[0]} of ${form.tree}, since ${older.map(({ tree, versions }) => `${tree} has ${versions[1]}`).join(', and ')}`,
        }),
    problems,
    unsafe: [],
  };
}

/**
 * Whether two forms ask for the same: upstreams publish their CRDs with an empty status, which a release leaves
 * out. It reads whole objects, so it comes last.
 */
function isSame({ manifest: a }: Form, { manifest: b }: Form): boolean {
  const [one, two] = [a, b].map(({ object }) => canonicalJsonText(withoutLiveFields(object())));
  return one === two;
}

type Marked = { form: Form; marks: ReturnType<typeof bundleMarks> };

function channelProblems(id: ObjectId, marked: readonly Marked[]): Problem[] {
  return marked.flatMap(({ form, marks }, index): Problem[] => {
    for (const before of marked.slice(0, index)) {
      const found = channelConflict(marks, before.marks);
      if (found === undefined) continue;
      const [channel, other] = found.channels;
      const message = `${form.tree} has it of the channel ${channel}, and ${before.form.tree} of the channel ${other} (${before.form.file})`;
      return [{ ...channelProblem(message, form.tree, before.form.tree), at: placeOf(id, form) }];
    }
    return [];
  });
}

/**
 * That a CRD cannot be of two channels at once.
 * @param tree the one that cannot be applied
 * @param other the one that has the other channel
 */
export function channelProblem(message: string, tree: string, other: string): Problem {
  return {
    code: 'channel-conflict',
    message,
    hint: `a CRD is of one channel: install a release of ${tree} or ${other} so that both have the same; or do without one of them: microshift-optional remove ${other}, and uninstall its package`,
  };
}

/** @param version the one that both say they are of, where they do */
function contradiction(
  id: ObjectId,
  form: Form,
  other: Form,
  version: string | undefined,
): Problem {
  return {
    code: 'plan-conflict',
    message: `stands with different content in ${form.file}:${form.line}`,
    hint:
      form.tree === other.tree
        ? 'remove one of the two'
        : version === undefined
          ? `remove it from ${form.tree} or ${other.tree}, or have both take it from the same source: only of what says its version (annotation <domain>/bundle-version) the newer counts`
          : `both say that they are of ${version}: have ${form.tree} and ${other.tree} take it from the same source, without changes of their own`,
    at: placeOf(id, other),
  };
}

function placeOf(id: ObjectId, { file, line }: Form): NonNullable<Problem['at']> {
  return { file, line, object: displayObject(id) };
}
