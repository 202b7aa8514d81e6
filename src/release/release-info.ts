/**
 * The release information of a component for one architecture, as MicroShift's own: readers take
 * `.images[]` to know what an offline image has to embed.
 */
export function formatReleaseInfo(version: string, images: Record<string, string>): string {
  return `${JSON.stringify({ release: { base: version }, images }, null, 2)}\n`;
}
