/** Who owns the fields that this program applies (server-side apply). */
export const FIELD_MANAGER = 'microshift-optional';
