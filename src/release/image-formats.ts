/** How `images` shows the images of a release. */
export const IMAGE_FORMATS = ['table', 'list', 'blueprint', 'containerfile', 'kickstart'] as const;

export type ImageFormat = (typeof IMAGE_FORMATS)[number];
