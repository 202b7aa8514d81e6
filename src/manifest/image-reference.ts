/** An image reference taken apart, as containers/image does it. */
export type ImageReference = {
  /** Host and path: `quay.io/org/name`. */
  repository: string;
  tag: string | undefined;
  digest: string | undefined;
};

/** distribution/reference's grammar, without its rarities. */
export const IMAGE_REFERENCE =
  /^(?<repository>(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::\d{1,5})?\/)?[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*)(?::(?<tag>\w[\w.-]{0,127}))?(?:@(?<digest>sha256:[0-9a-f]{64}))?$/;

export const LONGEST_REFERENCE = 512;

/** Takes a reference apart; undefined if it is none. */
export function parseImageReference(text: string): ImageReference | undefined {
  const groups = text.length > LONGEST_REFERENCE ? undefined : IMAGE_REFERENCE.exec(text)?.groups;
  if (groups?.repository === undefined) return undefined;
  return { repository: groups.repository, tag: groups.tag, digest: groups.digest };
}
