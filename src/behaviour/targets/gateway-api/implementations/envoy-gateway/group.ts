/** API group of Envoy Gateway's own kinds (implementation-policies.md §1.1). */
export const envoyGroup = 'gateway.envoyproxy.io';
