import type { Guard } from '../../../../outcome.js';
import { compileRe2 } from '../../../../regex/re2.js';
import { goSeconds } from '../../../../values/go-durations.js';
import { quantityBytes } from '../../../../values/quantities.js';
import { readCors } from '../../cors.js';
import { composeHeaderChanges } from '../../header-changes.js';
import type { KubeObject } from '../../objects.js';
import type { PathModifier } from '../../path-modifier.js';
import { type Fields, fields, items, number, optionalFields, text, texts } from '../../reading.js';
import { guardsOnly, type Step } from '../../step.js';
import { noTreatment, type Treatment } from '../../treatment.js';
import type { PlaneContext } from '../implementation.js';
import { follow, passwordLines, textAt } from '../policies/references.js';
import { aclSteps } from './acl.js';
import { kgatewayGroup } from './group.js';

type Rules = Pick<Treatment, 'cors' | 'steps' | 'requestHeaders' | 'responseHeaders' | 'path' | 'limits'>;

/** Envoy's own limit of a route for which nothing is said. */
const builtInRequestLimit = 15;

/**
 * What the merged TrafficPolicies of a place do. `disable` in a field switches off what a level above says. Authentication
 * comes before the limits.
 */
export function readTrafficSpec(spec: Fields, context: PlaneContext): Rules | { readonly problem: string } {
  const acl = active(spec.acl);
  const addresses = acl === undefined ? [] : aclSteps(acl);
  if ('problem' in addresses) return addresses;
  const identities = identityGuards(spec, context);
  if ('problem' in identities) return identities;
  const path = readRewrite(fields(fields(spec.urlRewrite).pathRegex));
  if (path !== undefined && 'problem' in path) return path;
  const cors = active(spec.cors);
  const transformation = fields(spec.transformation);
  const modifiers = fields(spec.headerModifiers);
  return {
    cors: cors === undefined ? undefined : readCors(cors),
    steps: [...guardsOnly(identities), ...addresses, ...guardsOnly(limitGuards(spec))] satisfies Step[],
    requestHeaders: composeHeaderChanges([fields(modifiers.request), literals(fields(transformation.request))]),
    responseHeaders: composeHeaderChanges([fields(modifiers.response), literals(fields(transformation.response))]),
    path,
    limits: (own) => ({
      ...(own.backendRequest === undefined ? { request: builtInRequestLimit } : {}),
      ...timeoutsOf(fields(spec.timeouts)),
      ...own,
    }),
  };
}

/** Without a TrafficPolicy. */
export const noTrafficRules: Rules = {
  ...noTreatment,
  limits: (own) => ({ ...(own.backendRequest === undefined ? { request: builtInRequestLimit } : {}), ...own }),
};

function active(value: unknown): Fields | undefined {
  const given = optionalFields(value);
  return given === undefined || given.disable !== undefined ? undefined : given;
}

function identityGuards(spec: Fields, context: PlaneContext): readonly Guard[] | { readonly problem: string } {
  const guards: Guard[] = [];
  for (const field of ['extAuth', 'jwtAuth', 'oauth2', 'apiKeyAuth']) {
    const auth = active(spec[field]);
    if (auth === undefined) continue;
    const name = text(fields(auth.extensionRef).name);
    const namespace = homeOf(spec, field);
    const extension =
      name === undefined ? undefined : context.objects.find(kgatewayGroup, 'GatewayExtension', namespace, name);
    if (name !== undefined && extension === undefined)
      return { problem: `${field}: GatewayExtension ${namespace}/${name} not found` };
    const service = fields(fields(extension?.spec.extAuth).httpService);
    const backend = text(fields(service.backendRef).name);
    const prefix = text(service.pathPrefix);
    guards.push({
      kind: 'external-auth',
      parameters: {
        protocol: field,
        ...(name === undefined ? {} : { extension: `${namespace}/${name}` }),
        ...(backend === undefined ? {} : { backend: `${namespace}/${backend}` }),
        ...(prefix === undefined ? {} : { path: prefix }),
      },
    });
  }
  const basic = active(spec.basicAuth);
  const password = basic === undefined ? undefined : basicGuard(basic, homeOf(spec, 'basicAuth'), context);
  if (password !== undefined && 'problem' in password) return password;
  return password === undefined ? guards : [...guards, password];
}

/** Only unsalted {SHA} is verified; the key is `.htpasswd` unless the reference names another. */
function basicGuard(basic: Fields, namespace: string, context: PlaneContext): Guard | { readonly problem: string } {
  const reference = optionalFields(basic.secretRef);
  if (reference === undefined) {
    const foreign = texts(basic.users).filter((line) => !/^[^:]+:\{SHA\}/.test(line)).length;
    if (foreign > 0) return { problem: `basicAuth: ${foreign} of its users have hashes that are not {SHA}` };
    return { kind: 'basic-auth', parameters: { secret: '' } };
  }
  const owner: Pick<KubeObject, 'group' | 'kind' | 'namespace'> = {
    group: kgatewayGroup,
    kind: 'TrafficPolicy',
    namespace,
  };
  const secret = follow(reference, owner, context);
  if ('problem' in secret) return { problem: `basicAuth: ${secret.problem}` };
  const content = secret.object === undefined ? undefined : textAt(secret.object, text(reference.key) ?? '.htpasswd');
  if (secret.object !== undefined) {
    if (content === undefined) return { problem: `basicAuth: Secret ${secret.key} lacks the key` };
    const foreign = passwordLines(content).filter((line) => !/^[^:]+:\{SHA\}/.test(line)).length;
    if (foreign > 0) return { problem: `basicAuth: Secret ${secret.key} has ${foreign} hashes that are not {SHA}` };
  }
  return { kind: 'basic-auth', parameters: { secret: secret.key } };
}

/** Body and rate. A local bucket is one for all clients together (implementation-policies.md §6.10). */
function limitGuards(spec: Fields): readonly Guard[] {
  const guards: Guard[] = [];
  const bytes = quantityBytes(active(spec.buffer)?.maxRequestSize);
  if (bytes !== undefined) guards.push({ kind: 'body-size', parameters: { limit: bytes, status: 413 } });
  const rate = fields(active(spec.rateLimit));
  const bucket = optionalFields(fields(rate.local).tokenBucket);
  if (bucket !== undefined) {
    const requests = number(bucket.tokensPerFill) ?? 1;
    const burst = Math.max(0, (number(bucket.maxTokens) ?? requests) - requests);
    const seconds = goSeconds(bucket.fillInterval) ?? 1;
    guards.push({ kind: 'rate-limit', parameters: { requests, seconds, burst, status: 429, key: 'everybody' } });
  }
  if (rate.global !== undefined) guards.push({ kind: 'rate-limit', parameters: { status: 429, key: 'of a service' } });
  return guards;
}

function timeoutsOf(timeouts: Fields): Readonly<Record<string, number>> {
  const idle = goSeconds(timeouts.streamIdle);
  const given = { request: goSeconds(timeouts.request), read: idle, send: idle };
  return Object.fromEntries(Object.entries(given).flatMap(([name, s]) => (s === undefined ? [] : [[name, s]])));
}

function readRewrite(regex: Fields): PathModifier | { readonly problem: string } | undefined {
  const source = text(regex.pattern);
  if (source === undefined) return undefined;
  const pattern = compileRe2(source);
  if ('refusal' in pattern) return { problem: `urlRewrite: ${pattern.refusal}` };
  const substitution = text(regex.substitution) ?? '';
  const write = (groups: readonly string[]) =>
    substitution.replace(/\\(\\|[0-9])/g, (_all, escaped: string) =>
      escaped === '\\' ? '\\' : (groups[Number(escaped)] ?? ''),
    );
  return { kind: 'own', rewrite: (path) => pattern.replaceAll(path, write) };
}

/** Templates are left out: what they write is not known before the request. */
function literals(part: Fields): Fields {
  const plain = (name: string) => items(part[name]).filter(({ value }) => !(text(value) ?? '').includes('{{'));
  return { set: plain('set'), add: plain('add'), remove: part.remove };
}

/** Namespace of the policy from which a field was taken. */
function homeOf(spec: Fields, field: string): string {
  return text(spec[`${field} namespace`]) ?? 'default';
}
