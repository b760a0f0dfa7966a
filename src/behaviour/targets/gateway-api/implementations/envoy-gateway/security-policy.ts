import type { CorsPolicy } from '../../cors.js';
import type { KubeObject } from '../../objects.js';
import { durationSeconds, type Fields, optionalFields, texts } from '../../reading.js';
import { guardsOnly, type Step } from '../../step.js';
import type { PlaneContext } from '../implementation.js';
import { readBasicAuth, readExternalAuth, tokenGuards } from './authentication.js';
import { readAuthorization } from './authorization.js';

/** A SecurityPolicy, worked out. */
export interface SecurityRules {
  readonly cors: CorsPolicy | undefined;
  readonly steps: readonly Step[];
}

/**
 * Reads a SecurityPolicy. The order is that of the filters of Envoy Gateway: external authorization, keys, passwords,
 * tokens, then addresses; CORS comes before all of them (implementation-policies.md §1.1).
 */
export function readSecurityPolicy(
  policy: KubeObject,
  context: PlaneContext,
): SecurityRules | { readonly problem: string } {
  const { spec } = policy;
  const steps: Step[] = [];
  const external = optionalFields(spec.extAuth);
  const basic = optionalFields(spec.basicAuth);
  for (const found of [
    ...(external === undefined ? [] : [readExternalAuth(external, policy, context)]),
    ...(basic === undefined ? [] : [readBasicAuth(basic, policy, context)]),
  ]) {
    if ('problem' in found) return found;
    steps.push({ guard: found });
  }
  steps.push(...guardsOnly(tokenGuards(spec)));
  const authorization = optionalFields(spec.authorization);
  if (authorization !== undefined) {
    const read = readAuthorization(authorization);
    if ('problem' in read) return { problem: `authorization: ${read.problem}` };
    steps.push(...read);
  }
  const cors = optionalFields(spec.cors);
  return { cors: cors === undefined ? undefined : readCors(cors), steps };
}

/** As the core filter, but for maxAge, which is a duration here, and says nothing when it is absent. */
function readCors(cors: Fields): CorsPolicy {
  return {
    origins: texts(cors.allowOrigins),
    methods: texts(cors.allowMethods),
    headers: texts(cors.allowHeaders),
    exposed: texts(cors.exposeHeaders),
    credentials: cors.allowCredentials === true,
    maxAge: durationSeconds(cors.maxAge),
  };
}
