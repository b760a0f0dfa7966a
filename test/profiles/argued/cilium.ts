/** Keys of which less or more is reached with the profile cilium than the reference declares, and why. */
export const cilium: Readonly<Record<string, string>> = {};
