/** API group of kgateway's own kinds (implementation-policies.md §1.4). */
export const kgatewayGroup = 'gateway.kgateway.dev';
