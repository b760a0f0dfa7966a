import type { RouteHeaderAction } from '../../kubernetes/route.js';
import type { HeaderValue, Policies } from '../../model/policies.js';
import type { ItemId, Traced } from '../../model/traced.js';
import type { Action } from '../../model/traffic.js';
import type { RouteClaim } from './claims.js';

/** Names that a Route may not touch (CRD rules of spec.httpHeaders). */
const RESERVED = new Set(['strict-transport-security', 'proxy', 'cookie', 'set-cookie']);
const NAME = /^[-!#$%&'*+.0-9A-Z^_`a-z|~]{1,255}$/;
/** At most 20 actions each (CRD). */
const MOST = 20;

/** Whether a Route can set the header: its name is free, and its value a text (no variable of the source's language). */
export function isPossibleHeader({ name, value }: HeaderValue): boolean {
  return (
    NAME.test(name) &&
    !RESERVED.has(name.toLowerCase()) &&
    value !== '' &&
    !value.includes('$') &&
    // Room for doubled percent signs.
    value.length <= 8192 &&
    ![...value].some((char) => char < ' ' || char === '\x7f')
  );
}

export interface HeaderActions {
  readonly request: readonly RouteHeaderAction[];
  readonly response: readonly RouteHeaderAction[];
  readonly claims: readonly RouteClaim[];
}

/** `spec.httpHeaders` of a rule: fixed headers, and the Host towards the backend (openshift-semantics 2.9). */
export function headerActions(
  policies: Policies,
  action: Action & { kind: 'forward' },
  accepted: ReadonlySet<ItemId>,
): HeaderActions {
  const claims: RouteClaim[] = [];
  const host = action.host !== undefined && !action.host.from.some((i) => accepted.has(i)) ? action.host : undefined;
  const forwarded = policies.requestHeaders ?? [];
  const wanted =
    host === undefined ? forwarded : [...forwarded, { value: { name: 'Host', value: host.value }, from: host.from }];
  return {
    request: actions(wanted, policies.removedRequestHeaders ?? [], 'request', claims),
    response: actions(policies.responseHeaders ?? [], policies.removedResponseHeaders ?? [], 'response', claims),
    claims,
  };
}

function actions(
  headers: readonly Traced<HeaderValue>[],
  removed: readonly Traced<string>[],
  side: 'request' | 'response',
  claims: RouteClaim[],
): RouteHeaderAction[] {
  const made = new Map<string, RouteHeaderAction>();
  for (const { value: header, from } of headers) {
    const { name, value } = header;
    if (!isPossibleHeader(header) || made.has(name.toLowerCase()) || made.size >= MOST) {
      const next = 'Let the application set it.';
      const message = `the ${side} header ${name} is not set: ${whyNot(header, made)}`;
      const remark = { verdict: 'unsupported', code: 'RS2180', severity: 'warning', message, next } as const;
      claims.push({ items: from, at: undefined, remark });
      continue;
    }
    // In the router's configuration a percent sign begins a fetch; doubled it is itself.
    made.set(name.toLowerCase(), { name, value: value.replaceAll('%', '%%') });
    const code = name === 'Host' ? 'RS2181' : 'RS2180';
    const message =
      name === 'Host' ? `the backend sees the host ${value}` : `the ${side} header ${name} is set to ${value}`;
    const remark =
      header.added === true
        ? ({
            verdict: 'approximated',
            code,
            message: `${message}, in place of what the ${side === 'request' ? 'client' : 'backend'} sends under that name; before, both were sent`,
          } as const)
        : ({ verdict: 'converted', code, message } as const);
    claims.push({ items: from, at: `spec.httpHeaders.actions.${side}`, remark });
  }
  for (const { value: name, from } of removed) {
    const isPossible = isPossibleHeader({ name, value: '-' });
    if (!isPossible || made.has(name.toLowerCase()) || made.size >= MOST) {
      const next = 'Let the application leave it out.';
      const message = `the ${side} header ${name} is not taken away: ${whyNot({ name, value: '-' }, made)}`;
      const remark = { verdict: 'unsupported', code: 'RS2180', severity: 'warning', message, next } as const;
      claims.push({ items: from, at: undefined, remark });
      continue;
    }
    made.set(name.toLowerCase(), { name });
    const message = `the ${side} header ${name} is taken away`;
    const at = `spec.httpHeaders.actions.${side}`;
    claims.push({ items: from, at, remark: { verdict: 'converted', code: 'RS2180', message } });
  }
  return [...made.values()];
}

function whyNot({ name, value }: HeaderValue, made: ReadonlyMap<string, unknown>): string {
  if (RESERVED.has(name.toLowerCase())) return 'Routes may not touch it';
  if (made.has(name.toLowerCase())) return 'it is set once already';
  if (made.size >= MOST) return `a Route sets at most ${MOST}`;
  return value.includes('$') ? 'its value depends on the request' : 'its name or value is not allowed in a Route';
}
