/** Keys of which less or more is reached with the profile istio than the reference declares, and why. */
export const istio: Readonly<Record<string, string>> = {};
