/**
 * Replaying requests before and after a conversion, as a library. Like the conversion itself it touches no file and no
 * network.
 *
 * ```ts
 * const conversion = convert(input, options);
 * const { unexplained, differences } = verify(input.manifests, conversion, options);
 * ```
 */
export type { Candidate, Guard, HeaderChanges, Outcome, Request } from '../behaviour/outcome.js';
export type { Side } from './replay.js';
export type { Difference, Expectation, ExpectedRequest, Trace, Unmet, Verification } from './verification.js';
export { trace, verify } from './verify.js';
