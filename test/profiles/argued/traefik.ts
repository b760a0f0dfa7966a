/** Keys of which less or more is reached with the profile traefik than the reference declares, and why. */
export const traefik: Readonly<Record<string, string>> = {};
