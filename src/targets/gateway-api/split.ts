import type { BackendRef, HeaderMatch } from '../../kubernetes/gateway-api.js';
import type { Backend, Decision, Owner, Share, Split } from '../../model/traffic.js';
import { type Claim, converted } from './draft.js';
import { isPortableRegex } from './path-values.js';
import { backendRef } from './references.js';

/** A reference to something other than a Service; undefined: the Service itself. */
type StandIn = (backend: Backend) => Partial<BackendRef> | undefined;

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,256}$/;

const NO_CLAIMS: readonly Claim[] = [];
const NO_OWNERS: readonly Owner[] = [];

/** A variant of a rule: requests with this header, or all others. */
export interface SplitVariant {
  readonly header: HeaderMatch | undefined;
  readonly backendRefs: readonly BackendRef[];
  readonly claims: readonly Claim[];
  readonly owners: readonly Owner[];
}

/**
 * Backends of a rule. An alternative becomes weights; each decision before the weights becomes a rule of its own with a
 * header match, which precedes the plain rule because it has more header matches, and its fellows by the order in the list.
 *
 * @param standIn what is referred to in place of a Service
 * @returns undefined when a port is unknown
 */
export function splitVariants(
  split: Split,
  routeNamespace: string | undefined,
  standIn?: StandIn,
): SplitVariant[] | undefined {
  const primary = refOf(split.primary, routeNamespace, standIn);
  if (primary === undefined) return undefined;
  const { alternative, shares } = split;
  if (shares !== undefined) return weighted(shares, routeNamespace, standIn);
  if (alternative === undefined)
    return [{ header: undefined, backendRefs: [primary], claims: NO_CLAIMS, owners: NO_OWNERS }];
  const other = refOf(alternative.backend, routeNamespace, standIn);
  if (other === undefined) return undefined;
  const variants: SplitVariant[] = [];
  const claims: Claim[] = [];
  const owners = [alternative.owner];
  const joined = `shares the rule of its main Ingress: ${split.primary.service} and ${alternative.backend.service}`;
  for (const decision of alternative.decisions) {
    const header = headerOf(decision);
    if (header === undefined) {
      const message = `${decision.name} cannot be matched: its name or pattern does not fit a header match`;
      const next = 'Choose a plain header name and value.';
      claims.push({
        items: decision.from,
        at: undefined,
        remark: { verdict: 'unsupported', code: 'RS1306', message, next },
      });
      continue;
    }
    const target = decision.goesTo === 'alternative' ? other : primary;
    const mine = [claimDecision(decision, header), converted(alternative.from, 'RS1300', joined, 'backendRefs')];
    variants.push({ header, backendRefs: [{ ...target }], claims: mine, owners });
  }
  const { weight, total } = alternative.share.value;
  const shared = `${weight} of ${total} requests that nothing else decides go to ${alternative.backend.service}`;
  claims.push(converted(alternative.share.from, 'RS1300', shared, 'backendRefs'));
  if (weight > 0) claims.push(converted(alternative.from, 'RS1300', joined, 'backendRefs'));
  else if (variants.length === 0) claims.push(neverAsked(alternative.from, alternative.backend.service));
  const backendRefs =
    weight > 0
      ? [
          { ...primary, weight: total - weight },
          { ...other, weight },
        ]
      : [primary];
  variants.push({ header: undefined, backendRefs, claims, owners: weight > 0 ? owners : NO_OWNERS });
  return variants;
}

/** Every backend of a split. */
export function backendsOf({ primary, alternative, shares }: Split): Backend[] {
  if (shares !== undefined) return shares.map(({ backend }) => backend);
  return alternative === undefined ? [primary] : [primary, alternative.backend];
}

/** Any number of backends by weight. */
function weighted(
  shares: readonly Share[],
  routeNamespace: string | undefined,
  standIn: StandIn | undefined,
): SplitVariant[] | undefined {
  const sum = shares.reduce((total, { weight }) => total + weight, 0);
  const backendRefs: BackendRef[] = [];
  const claims: Claim[] = [];
  for (const { backend, weight } of shares) {
    const ref = refOf(backend, routeNamespace, standIn);
    if (ref === undefined) return undefined;
    backendRefs.push({ ...ref, weight });
    const part = `${weight} of ${sum} requests go to ${backend.service}:${backend.port ?? ''}`;
    const caveat =
      weight === 0
        ? '; a client with an old session cookie reached it even so'
        : '; while it has no endpoints, a gateway answers its share with an error, and the router gives it to the others';
    claims.push({
      items: backend.from,
      at: 'backendRefs',
      remark: { verdict: 'approximated', code: 'RS2106', severity: 'info', message: `${part}${caveat}` },
    });
  }
  return [{ header: undefined, backendRefs, claims, owners: NO_OWNERS }];
}

function neverAsked(items: readonly number[], service: string): Claim {
  const message = `no weight, header or cookie sends a request to ${service}, so it is left out`;
  return { items, at: undefined, remark: { verdict: 'redundant', code: 'RS1307', message } };
}

/** The reference without weight. */
function refOf(
  backend: Split['primary'],
  routeNamespace: string | undefined,
  standIn: StandIn | undefined,
): BackendRef | undefined {
  const { namespace, service, port } = backend;
  const other = standIn?.(backend);
  if (other?.name !== undefined) return { ...other, name: other.name };
  return port === undefined ? undefined : backendRef({ namespace, service, port }, routeNamespace);
}

function headerOf(decision: Decision): HeaderMatch | undefined {
  if (decision.on === 'cookie') {
    const name = decision.name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
    return { type: 'RegularExpression', name: 'Cookie', value: `^(?:.*;)?\\s*${name}=${decision.value}(?:\\s*;.*)?$` };
  }
  if (!TOKEN.test(decision.name) || decision.test.value === '' || decision.test.value.length > 4000) return undefined;
  if (decision.test.kind === 'exact') return { name: decision.name, value: decision.test.value };
  if (decision.test.value === '.*') return { type: 'RegularExpression', name: decision.name, value: '.*' };
  return isPortableRegex(decision.test.value)
    ? { type: 'RegularExpression', name: decision.name, value: `.*(?:${decision.test.value}).*` }
    : undefined;
}

function claimDecision(decision: Decision, header: HeaderMatch): Claim {
  if (header.type !== 'RegularExpression') {
    return converted(
      decision.from,
      'RS1300',
      `a rule of its own matches the header ${decision.name}`,
      'matches[0].headers',
    );
  }
  return {
    items: decision.from,
    at: 'matches[0].headers',
    remark: {
      verdict: 'approximated',
      code: 'RS1305',
      message: `matched by the regular expression ${header.value} on the header ${header.name}: support and dialect are up to the implementation`,
      next: 'Test it on your implementation.',
    },
  };
}
