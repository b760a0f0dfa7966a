import type { RegexAnchoring } from '../../regex/re2.js';

/** Choices that the specification leaves to implementations. */
export interface GatewayProfile {
  /**
   * Rank of a RegularExpression path: before every PathPrefix (Envoy Gateway, kgateway), after every PathPrefix (Istio), or
   * among them by the length of its pattern (Traefik). Exact always comes first.
   */
  readonly regexPrecedence: 'exact-regex-prefix' | 'exact-prefix-regex' | 'length';
  /** Whether longer patterns come first among RegularExpression paths; kgateway takes them as they come. */
  readonly regexOrder: 'length' | 'listed';
  /** How much of the path a RegularExpression has to cover. */
  readonly regexAnchoring: RegexAnchoring;
  /** Whether only the most specific listener's routes may answer (GatewayHTTPListenerIsolation). */
  readonly listenerIsolation: boolean;
  /** Whether routes of a less specific hostname are tried when no rule of the most specific one matches. */
  readonly hostnameFallback: boolean;
  /** What becomes of the younger route when an HTTPRoute and a GRPCRoute share a hostname on a listener. */
  readonly mixedKinds: 'reject-younger' | 'serve-both';
}

export const defaultProfile: GatewayProfile = {
  regexPrecedence: 'exact-regex-prefix',
  regexOrder: 'length',
  regexAnchoring: 'full',
  listenerIsolation: true,
  hostnameFallback: false,
  mixedKinds: 'reject-younger',
};

/** Which choices can make a difference for a set of objects. */
export interface OpenChoices {
  readonly regexes: boolean;
  readonly sharedPorts: boolean;
  readonly nestedHostnames: boolean;
  readonly mixedKinds: boolean;
}

/** The profiles whose answers are permitted, the given one first. Choices that cannot matter are not varied. */
export function permittedProfiles(
  own: GatewayProfile,
  open: OpenChoices,
  anchorings: readonly RegexAnchoring[],
): readonly GatewayProfile[] {
  const both = [true, false];
  const precedences: readonly GatewayProfile['regexPrecedence'][] = open.regexes
    ? ['exact-regex-prefix', 'exact-prefix-regex', 'length']
    : [own.regexPrecedence];
  const profiles: GatewayProfile[] = [own];
  for (const regexPrecedence of precedences) {
    for (const regexAnchoring of open.regexes && anchorings.length > 0 ? anchorings : [own.regexAnchoring]) {
      for (const listenerIsolation of open.sharedPorts ? both : [own.listenerIsolation]) {
        for (const hostnameFallback of open.nestedHostnames ? both : [own.hostnameFallback]) {
          for (const mixedKinds of open.mixedKinds ? (['reject-younger', 'serve-both'] as const) : [own.mixedKinds]) {
            profiles.push({ ...own, regexPrecedence, regexAnchoring, listenerIsolation, hostnameFallback, mixedKinds });
          }
        }
      }
    }
  }
  const seen = new Set<string>();
  return profiles.filter((profile) => {
    const key = JSON.stringify(Object.entries(profile).sort());
    return seen.size !== seen.add(key).size;
  });
}
