/** The architectures that MicroShift is built for, as RPM names them. */
export const ARCHITECTURES = ['x86_64', 'aarch64'] as const;

export type Architecture = (typeof ARCHITECTURES)[number];
