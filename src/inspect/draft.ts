import type { ComponentSource } from '../component/source-schema.ts';

/** What a first component.yaml says. */
export type Draft = {
  name: string;
  /** The directory below manifests.d. */
  directory: string;
  namespace: string | undefined;
  source: {
    kind: ComponentSource['kind'];
    ref: string;
    /** Where plain manifests are put that leave it open. */
    namespace?: string;
  };
  manifests: string[];
};

/** `lamp` → `microshift-lamp`; a name that begins so stays. */
export function packageName(name: string): string {
  return name.startsWith('microshift-') ? name : `microshift-${name}`;
}

/**
 * The directory of a new component: numbered, since MicroShift applies in the order of the names.
 * @param others what is there already beside it
 */
export function numberedDirectory(name: string, others: readonly string[]): string {
  const taken = new Set(others.map((other) => other.slice(0, 3)));
  const numbers = Array.from({ length: 99 }, (_, index) =>
    String((index + 1) * 10).padStart(3, '0'),
  );
  const number = numbers.find((each) => !taken.has(each)) ?? '990';
  return `${number}-${packageName(name)}`;
}
