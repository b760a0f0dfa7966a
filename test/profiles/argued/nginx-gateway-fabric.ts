/** Keys of which less or more is reached with the profile nginx-gateway-fabric than the reference declares, and why. */
export const nginxGatewayFabric: Readonly<Record<string, string>> = {};
