/**
 * Gives out names of which each is taken once: `base` and `suffix`, with a number between them where that
 * is taken. A base is cut so that no name is longer than `longest`.
 * @param taken names that are not to be given out
 */
export function uniqueNames(
  longest: number,
  taken: Iterable<string> = [],
): (base: string, suffix?: string) => string {
  const names = new Set(taken);
  const counts = new Map<string, number>();
  return (base, suffix = '') => {
    let name = fitted(base, suffix, longest);
    const first = name;
    let count = counts.get(first) ?? 1;
    while (names.has(name)) {
      count += 1;
      name = fitted(base, `-${count}${suffix}`, longest);
    }
    counts.set(first, count);
    names.add(name);
    return name;
  };
}

function fitted(base: string, suffix: string, longest: number): string {
  const room = longest - suffix.length;
  // What is left must not end in what only the middle of a name may hold.
  const cut = base.length <= room ? base : base.slice(0, room).replace(/[-.]+$/, '');
  return `${cut}${suffix}`;
}
