/**
 * The data plane of Gateway API v1.6: objects and a request give an outcome. Written from the field documentation, the GEPs
 * and the conformance suite; it shares nothing with the code that emits the objects.
 */

export type { Answer, Forward, Reply } from './gateway-api/answer.js';
export type { Problem } from './gateway-api/attachment.js';
export type { BackendTls } from './gateway-api/backend-tls.js';
export type { ImplementationName } from './gateway-api/implementations/implementation.js';
export { createGatewayModel, type GatewayModel, type GatewayModelOptions } from './gateway-api/model.js';
export type { DetailedOutcome } from './gateway-api/outcome-of.js';
export { defaultProfile, type GatewayProfile } from './gateway-api/profile.js';
