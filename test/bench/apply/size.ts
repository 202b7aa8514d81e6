/** What is applied: the component that the project is about, or so many generated objects. */
export type Size = 'component' | number;

export const ALL_SIZES: readonly Size[] = ['component', 300, 3000];
