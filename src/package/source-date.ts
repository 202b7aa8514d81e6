/**
 * The time, in seconds since 1970, that packages and their files bear: equal content is an equal
 * package, whenever it was built. Not 0, which rpmbuild takes for none when it clamps times.
 */
export const SOURCE_DATE = 1;
