/** Keys of which less or more is reached with the profile kgateway than the reference declares, and why. */
export const kgateway: Readonly<Record<string, string>> = {};
