/** The keywords that are for people only. */
export const DOCUMENTATION = ['title', 'description', 'example', 'externalDocs', '$schema'];
