import type { BackendRef, HeaderMatch } from '../../kubernetes/gateway-api.js';
import type { Decision, Split } from '../../model/traffic.js';
import { type Claim, converted } from './draft.js';
import { isPortableRegex } from './path-values.js';
import { backendRef, type References } from './references.js';

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,256}$/;

/** A variant of a rule: requests with this header, or all others. */
export interface SplitVariant {
  readonly header: HeaderMatch | undefined;
  readonly backendRefs: readonly BackendRef[];
  readonly claims: readonly Claim[];
}

/**
 * Backends of a rule. An alternative becomes weights; each decision before the weights becomes a rule of its own with a
 * header match, which precedes the plain rule because it has more header matches, and its fellows by the order in the list.
 *
 * @returns undefined when a port is unknown
 */
export function splitVariants(split: Split, references: References): SplitVariant[] | undefined {
  const primary = refOf(split.primary, references);
  if (primary === undefined) return undefined;
  const { alternative } = split;
  if (alternative === undefined) return [{ header: undefined, backendRefs: [primary(undefined)], claims: [] }];
  const other = refOf(alternative.backend, references);
  if (other === undefined) return undefined;
  const variants: SplitVariant[] = [];
  const claims: Claim[] = [];
  for (const decision of alternative.decisions) {
    const header = headerOf(decision);
    if (header === undefined) {
      claims.push({
        items: decision.from,
        at: undefined,
        remark: { verdict: 'unsupported', code: 'RS1306', message: `${decision.name} cannot be matched: its name or pattern does not fit a header match`, next: 'Choose a plain header name and value.' },
      });
      continue;
    }
    const target = decision.goesTo === 'alternative' ? other : primary;
    variants.push({ header, backendRefs: [target(undefined)], claims: [claimDecision(decision, header)] });
  }
  const { weight, total } = alternative.share.value;
  claims.push(
    converted(
      alternative.share.from,
      'RS1300',
      `${weight} of ${total} requests that nothing else decides go to ${alternative.backend.service}`,
      'backendRefs[1].weight',
    ),
    converted(alternative.from, 'RS1300', `shares the rule of its main Ingress: ${split.primary.service} and ${alternative.backend.service}`, 'backendRefs[1]'),
  );
  variants.push({ header: undefined, backendRefs: [primary(total - weight), other(weight)], claims });
  return variants;
}

function refOf(backend: Split['primary'], references: References): ((weight: number | undefined) => BackendRef) | undefined {
  const { port } = backend;
  return port === undefined ? undefined : (weight) => backendRef({ namespace: backend.namespace, service: backend.service, port }, references, weight);
}

function headerOf(decision: Decision): HeaderMatch | undefined {
  if (decision.on === 'cookie') {
    const name = decision.name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
    return { type: 'RegularExpression', name: 'Cookie', value: `(?:.*;)?\\s*${name}=${decision.value}(?:\\s*;.*)?` };
  }
  if (!TOKEN.test(decision.name) || decision.test.value === '' || decision.test.value.length > 4000) return undefined;
  if (decision.test.kind === 'exact') return { name: decision.name, value: decision.test.value };
  return isPortableRegex(decision.test.value) ? { type: 'RegularExpression', name: decision.name, value: `.*(?:${decision.test.value}).*` } : undefined;
}

function claimDecision(decision: Decision, header: HeaderMatch): Claim {
  if (header.type !== 'RegularExpression') {
    return converted(decision.from, 'RS1300', `a rule of its own matches the header ${decision.name}`, 'matches[0].headers');
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
