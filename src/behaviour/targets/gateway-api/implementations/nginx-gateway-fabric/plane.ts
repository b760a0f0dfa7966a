import type { Guard } from '../../../../outcome.js';
import type { Problem } from '../../attachment.js';
import { composeHeaderChanges } from '../../header-changes.js';
import type { Extension, Place, Plane, ServiceSettings } from '../../plane.js';
import { type Fields, fields, items, number, text } from '../../reading.js';
import { guardsOnly } from '../../step.js';
import { noTreatment, type Treatment } from '../../treatment.js';
import type { PlaneContext } from '../implementation.js';
import { type AttachedPolicies, attachPolicies } from '../policies/attachment.js';
import { notFound } from '../standard.js';
import { readAuthenticationFilter } from './authentication-filter.js';
import { clientAddressAt } from './client-address.js';
import { nginxBytes, nginxRate, nginxSeconds } from './nginx-values.js';
import { type MergedPolicies, mergePolicies, nginxGroup, nothingMerged } from './policies.js';
import { pathOfRewrites, replyOfRewrites } from './rewrites.js';
import {
  accessSteps,
  identityGuards,
  limitGuards,
  returnedHeaders,
  sentHeaders,
  snippetLimits,
} from './snippet-rules.js';
import { brokenSnippet, extensionsOf, snippetsAt, snippetTargets } from './snippets.js';
import { expandVariables } from './variables.js';

/** The policies of a cluster, by kind. */
interface Policies {
  readonly client: MergedPolicies;
  readonly proxy: MergedPolicies;
  readonly rate: MergedPolicies;
  readonly snippets: AttachedPolicies;
  readonly broken: string | undefined;
}

/**
 * What NGINX Gateway Fabric makes of its policies and filters (implementation-policies.md §1.2).
 *
 * @param isOld whether ProxySettingsPolicy has no timeouts yet and header values no variables, as before 2.6
 */
export function readNginxPlane(context: PlaneContext, isOld: boolean): Plane {
  const problems: Problem[] = [];
  const inherited = ['Gateway', 'HTTPRoute', 'GRPCRoute'];
  const merge = (kind: string, kinds: readonly string[]) => mergePolicies(kind, kinds, context, problems);
  const upstream = merge('UpstreamSettingsPolicy', ['Service']);
  const broken = brokenSnippet(context);
  if (broken !== undefined) problems.push(broken);
  const policies = {
    client: merge('ClientSettingsPolicy', inherited),
    proxy: isOld ? nothingMerged : merge('ProxySettingsPolicy', inherited),
    rate: merge('RateLimitPolicy', inherited),
    snippets: attachPolicies(nginxGroup, 'SnippetsPolicy', snippetTargets, context, problems),
    broken: broken && `${broken.object}: ${broken.reason}`,
  };
  return {
    problems,
    treatment(place) {
      const treatment = treat(place, policies, context);
      return isOld ? { ...treatment, expand: noTreatment.expand } : treatment;
    },
    extension({ group, kind, name }, route): Extension | { readonly failure: string } {
      const known = group === nginxGroup && (kind === 'AuthenticationFilter' || kind === 'SnippetsFilter');
      if (!known) return { failure: `UnsupportedValue: ${text(kind)}` };
      const found = context.objects.find(nginxGroup, kind, route.namespace, text(name) ?? '');
      // What it does is done in the phases of NGINX, wherever the filter stands.
      return found === undefined ? { failure: notFound(kind, name, route.namespace) } : {};
    },
    backends: () => undefined,
    service: (namespace, name) => upstreamSettings(upstream.on(`Service ${namespace}/${name}`)),
  };
}

/** The phases of NGINX in their order: rewrite, limits, addresses, passwords, authorizers. */
function treat(place: Place, policies: Policies, context: PlaneContext): Treatment {
  if (policies.broken !== undefined) return { ...noTreatment, failure: { status: 500, reason: policies.broken } };
  const snippets = snippetsAt(place, policies.snippets, context);
  const filters = extensionsOf(place, 'AuthenticationFilter', context);
  const passwords: Guard[] = [];
  for (const filter of filters) {
    const read = readAuthenticationFilter(filter, context);
    if ('failure' in read) return { ...noTreatment, failure: { status: 500, reason: read.failure } };
    passwords.push(read);
  }
  if (passwords.length > 1) {
    return { ...noTreatment, failure: { status: 500, reason: 'two AuthenticationFilters in one rule' } };
  }
  const identities = [...passwords, ...identityGuards(snippets)];
  const rewrites = [snippets.server, snippets.location];
  return {
    ...noTreatment,
    steps: [
      ...rewrites.map((directives) => ({ answer: replyOfRewrites.bind(undefined, directives) })),
      ...guardsOnly([...bodyGuards(policies.client.at(place)), ...rateGuards(policies.rate.at(place))]),
      ...guardsOnly(limitGuards(snippets)),
      ...accessSteps(snippets, identities.length > 0),
      ...guardsOnly(identities),
    ],
    requestHeaders: composeHeaderChanges([sentHeaders(snippets)]),
    responseHeaders: composeHeaderChanges([returnedHeaders(snippets)]),
    path: pathOfRewrites(snippets.location),
    limits: (own) => ({ ...timeoutsOf(policies.proxy.at(place)), ...snippetLimits(snippets), ...own }),
    clientAddress: clientAddressAt(place.listener.gateway, context),
    expand: (value, { request }) => expandVariables(value, request),
  };
}

function bodyGuards(settings: Fields): readonly Guard[] {
  const bytes = nginxBytes(text(fields(settings.body).maxSize));
  return bytes === undefined || bytes === 0 ? [] : [{ kind: 'body-size', parameters: { limit: bytes, status: 413 } }];
}

function rateGuards(settings: Fields): readonly Guard[] {
  const limit = fields(settings.rateLimit);
  if (limit.dryRun === true) return [];
  return items(fields(limit.local).rules).flatMap((rule): Guard[] => {
    const rate = nginxRate(text(rule.rate));
    if (rate === undefined) return [];
    const status = number(limit.rejectCode) ?? 503;
    const key = text(rule.key) ?? '$binary_remote_addr';
    return [{ kind: 'rate-limit', parameters: { ...rate, burst: number(rule.burst) ?? 0, status, key } }];
  });
}

function timeoutsOf(settings: Fields): Readonly<Record<string, number>> {
  const timeout = fields(settings.timeout);
  const read = ['connect', 'read', 'send'].flatMap((name) => {
    const seconds = nginxSeconds(text(timeout[name]));
    return seconds === undefined ? [] : [[name, seconds] as const];
  });
  return Object.fromEntries(read);
}

/** Methods that hold a client to a server: by its address, or by a cookie that the application sets. */
function upstreamSettings(settings: Fields): ServiceSettings {
  const method = text(settings.loadBalancingMethod) ?? '';
  const cookie = /^\$cookie_(\w+)$/.exec(text(settings.hashMethodKey) ?? '')?.[1];
  const held = method === 'ip_hash' || (method.startsWith('hash') && cookie !== undefined);
  const parameters = { method, ...(cookie === undefined ? {} : { cookie }) };
  return { guards: held ? [{ kind: 'affinity', parameters }] : [], limits: {} };
}
