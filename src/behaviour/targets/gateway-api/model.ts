import type { Candidate, Outcome, Request } from '../../outcome.js';
import type { RegexAnchoring } from '../../regex/re2.js';
import { refusedRule } from './admission/object.js';
import { attachRoutes, type Problem } from './attachment.js';
import { readBackendTls } from './backend-tls.js';
import type { BackendContext } from './backends.js';
import { type Decision, decide, entriesFor, type GatewayPorts } from './decision.js';
import { gatewayPorts } from './gateway-ports.js';
import { readGrants } from './grants.js';
import { coveringHostnames } from './hostname.js';
import { implementationOf } from './implementations/catalogue.js';
import type { Implementation, ImplementationName } from './implementations/implementation.js';
import { standard } from './implementations/standard.js';
import type { RouteKind } from './listener.js';
import { readListeners } from './listeners.js';
import { nearestMatches } from './nearest-matches.js';
import { byAge, collectObjects, gatewayGroup, type KubeObject, type ObjectSet, readObject } from './objects.js';
import { type DetailedOutcome, outcomeOf } from './outcome-of.js';
import { type ParsedRequest, parseRequest } from './parsed-request.js';
import type { Plane } from './plane.js';
import { type GatewayProfile, type OpenChoices, permittedProfiles } from './profile.js';
import { items, optionalFields, text } from './reading.js';
import type { Treatment } from './treatment.js';

export interface GatewayModelOptions {
  /** `namespace/name` of the Gateway whose address is asked; by default the one that has routes for the host. */
  readonly gateway?: string | undefined;
  /** Whether Services that are not among the objects exist. Default: only when no Service is given at all. */
  readonly assumeServicesExist?: boolean | undefined;
  /** The same for Secrets. Default: only when neither Secrets nor Services are given. */
  readonly assumeSecretsExist?: boolean | undefined;
  /** The same for ConfigMaps. Default: only when neither ConfigMaps nor Services are given. */
  readonly assumeConfigMapsExist?: boolean | undefined;
  /** Whose data plane: its choices, its policies, what it does not support. Default: any that conforms. */
  readonly implementation?: ImplementationName | undefined;
  /** The release of the implementation, such as `1.31`; the newest that is known when absent. */
  readonly version?: string | undefined;
  /** Choices that differ from those of the implementation ({@link defaultProfile} for any that conforms). */
  readonly profile?: Partial<GatewayProfile> | undefined;
  /** Regex anchorings that {@link GatewayModel.permitted} tries where the implementation is any; by default the profile's only. */
  readonly permittedAnchorings?: readonly RegexAnchoring[] | undefined;
}

export interface GatewayModel {
  /** The outcome under the model's profile. Never throws. */
  answer(request: Request): Outcome;
  /** As {@link answer}, with the part of every backend: its own path, headers, mirrors and TLS. */
  explain(request: Request): DetailedOutcome;
  /** The different outcomes that permitted choices give, that of the model's profile first. */
  permitted(request: Request): readonly Outcome[];
  /** The rules of the same host that came closest to taking a request, and why they did not. */
  nearest(request: Request): readonly Candidate[];
  /** What keeps objects from taking effect: refused by the API server, not attached, references that lead nowhere. */
  readonly problems: readonly Problem[];
}

/**
 * Builds a model of the data plane that an implementation of Gateway API v1.6 makes of the objects: Gateways, ListenerSets,
 * HTTPRoutes, GRPCRoutes, TLSRoutes, BackendTLSPolicies, ReferenceGrants, and the Services, Secrets, ConfigMaps and
 * Namespaces they refer to. Objects of other kinds are looked at when a reference names them, or when they are policies of
 * the implementation; objects that the API server would refuse count as absent.
 *
 * @param list objects as parsed from YAML or JSON; an absent namespace means `default`
 */
export function createGatewayModel(list: readonly object[], options: GatewayModelOptions = {}): GatewayModel {
  const problems: Problem[] = [];
  const implementation = implementationOf(options.implementation ?? 'standard', options.version);
  const objects = collectObjects(noticed(admit(list, problems), implementation, problems));
  const gateways = objects
    .all(gatewayGroup, 'Gateway')
    .filter((gateway) => options.gateway === undefined || gateway.key === options.gateway)
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  const routes = routeKinds.flatMap((kind) => objects.all(gatewayGroup, kind).map((route) => [kind, route] as const));
  const context = contextOf(objects, options, implementation, gateways, problems);
  const listeners = readListeners(gateways, context);
  for (const { label, unusable } of listeners)
    if (unusable !== undefined) problems.push({ object: label, reason: unusable });
  const attachments = attachRoutes(routes, listeners, problems);
  const { ports, open } = gatewayPorts(gateways, listeners, attachments, context, problems);
  const profile = { ...implementation.profile, ...options.profile };
  const anchorings = implementation === standard ? (options.permittedAnchorings ?? []) : [];
  const profiles = permittedProfiles(profile, both(open, implementation.open), anchorings);

  const explain = (request: Request): DetailedOutcome => {
    const parsed = parseRequest(request);
    const { decision, gateway } = decideAmong(ports, parsed, profile);
    return outcomeOf(decision, parsed, gateway, context);
  };
  return {
    problems,
    explain,
    answer: (request) => explain(request).outcome,
    nearest(request) {
      const parsed = parseRequest(request);
      const { decision, gateway } = decideAmong(ports, parsed, profile);
      const chosen = ports.find(({ name }) => name === gateway);
      if (chosen === undefined || decision.listener === undefined) return [];
      const entries = entriesFor(chosen, decision.listener, parsed, profile);
      return nearestMatches(entries, decision.entry, parsed, profile);
    },
    permitted(request) {
      const parsed = parseRequest(request);
      const seen = new Set<unknown>();
      const outcomes: Outcome[] = [];
      for (const permitted of profiles) {
        const { decision, gateway } = decideAmong(ports, parsed, permitted);
        const identity = decision.entry ?? `${decision.status} ${decision.reason}`;
        if (seen.has(identity)) continue;
        seen.add(identity);
        outcomes.push(outcomeOf(decision, parsed, gateway, context).outcome);
      }
      return outcomes;
    },
  };
}

/** Policies are worked out once for each rule on each listener, not for each request. */
function onceForEachPlace(treatment: Plane['treatment']): Plane['treatment'] {
  const known = new Map<string, Treatment>();
  return (place) => {
    const key = `${place.listener.label} ${place.route.label} ${place.ruleIndex}`;
    const found = known.get(key) ?? treatment(place);
    known.set(key, found);
    return found;
  };
}

const routeKinds: readonly RouteKind[] = ['HTTPRoute', 'GRPCRoute', 'TLSRoute'];

/** The objects that get past the API server. */
function admit(list: readonly object[], problems: Problem[]): readonly KubeObject[] {
  const admitted = new Map<string, KubeObject>();
  for (const content of list) {
    const read = optionalFields(content);
    if (read === undefined) continue;
    const object = readObject(read);
    const rule = object.group === gatewayGroup ? refusedRule(object) : undefined;
    if (rule !== undefined) {
      problems.push({ object: object.label, reason: `refused: ${rule}` });
      continue;
    }
    const identity = `${object.group}/${object.label}`;
    // A cluster has one object of a name: what is applied later replaces it.
    if (admitted.has(identity)) problems.push({ object: object.label, reason: 'given twice: the later one counts' });
    admitted.set(identity, object);
  }
  return [...admitted.values()];
}

/** Leaves out what the implementation does not look at, and the routes that it does not accept for their filters. */
function noticed(
  objects: readonly KubeObject[],
  { support }: Implementation,
  problems: Problem[],
): readonly KubeObject[] {
  return objects.filter((object) => {
    if (object.group !== gatewayGroup) return true;
    const rejected = filterTypes(object).find((type) => support.rejectedFilters.includes(type));
    const reason = support.ignoredKinds.includes(object.kind)
      ? 'the implementation does not look at objects of this kind'
      : rejected && `not accepted: filter ${rejected}`;
    if (reason === undefined) return true;
    problems.push({ object: object.label, reason });
    return false;
  });
}

function filterTypes({ spec }: KubeObject): readonly string[] {
  const holders = items(spec.rules).flatMap((rule) => [rule, ...items(rule.backendRefs)]);
  return holders.flatMap((holder) => items(holder.filters).map(({ type }) => text(type) ?? ''));
}

function both(a: OpenChoices, b: OpenChoices): OpenChoices {
  return {
    regexes: a.regexes && b.regexes,
    sharedPorts: a.sharedPorts && b.sharedPorts,
    nestedHostnames: a.nestedHostnames && b.nestedHostnames,
    mixedKinds: a.mixedKinds && b.mixedKinds,
  };
}

function contextOf(
  objects: ObjectSet,
  options: GatewayModelOptions,
  implementation: Implementation,
  gateways: readonly KubeObject[],
  problems: Problem[],
): BackendContext {
  const none = (...kinds: readonly string[]) => kinds.every((kind) => objects.all('', kind).length === 0);
  const references = {
    objects,
    permits: readGrants(objects),
    assumeServicesExist: options.assumeServicesExist ?? none('Service'),
    assumeSecretsExist: options.assumeSecretsExist ?? none('Secret', 'Service'),
    assumeConfigMapsExist: options.assumeConfigMapsExist ?? none('ConfigMap', 'Service'),
  };
  const { support, pathExpression } = implementation;
  const context = { ...references, support, pathExpression, backendTls: readBackendTls(references) };
  const routes = routeKinds.flatMap((kind) => objects.all(gatewayGroup, kind)).sort(byAge);
  const plane = implementation.readPlane({ ...context, gateways, routes });
  problems.push(...plane.problems);
  return { ...context, plane: { ...plane, treatment: onceForEachPlace(plane.treatment) } };
}

/**
 * Asks the Gateway to which a client would connect. Several Gateways have several addresses, and DNS leads a name to the
 * one with the routes that were made for it: the most specific hostname counts, then the order of names.
 */
function decideAmong(
  ports: readonly GatewayPorts[],
  request: ParsedRequest,
  profile: GatewayProfile,
): { decision: Decision; gateway: string } {
  const [first] = ports;
  if (first === undefined) {
    const decision = { listener: undefined, entry: undefined, status: 0, reason: 'there is no Gateway' } as const;
    return { decision, gateway: '(none)' };
  }
  for (const hostname of ports.length === 1 ? [] : coveringHostnames(request.host)) {
    const gateway = ports.find(({ hostnames }) => hostnames.has(hostname));
    if (gateway !== undefined) return { decision: decide(gateway, request, profile), gateway: gateway.name };
  }
  return { decision: decide(first, request, profile), gateway: first.name };
}
