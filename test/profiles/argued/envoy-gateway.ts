/** Keys of which less or more is reached with the profile envoy-gateway than the reference declares, and why. */
export const envoyGateway: Readonly<Record<string, string>> = {};
