/** The file in a tree that says what its objects alone cannot say. */
export const DESCRIPTION_FILE = 'microshift-optional.json';
