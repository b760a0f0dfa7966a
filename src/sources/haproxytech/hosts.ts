import type { HostPattern } from '../../model/host-pattern.js';
import type { Policies } from '../../model/policies.js';
import type { ItemId, Traced } from '../../model/traced.js';
import type {
  Action,
  Backend,
  HostTls,
  Owner,
  PathMatch,
  PlainHttp,
  Rewrite,
  Rule,
  VirtualHost,
} from '../../model/traffic.js';
import type { TargetName } from '../../options.js';
import { displayName } from '../served-ingress.js';
import { inTurn } from '../snippets/merged-policies.js';
import { readHost } from './concerns/headers.js';
import { readRedirect, readRewrite } from './concerns/redirects.js';
import type { Context } from './context.js';
import type { Layers } from './layers.js';
import { type Decided, decide, type HostRows, type Row } from './routing-table.js';
import type { ServedIngress } from './served-ingress.js';

/** What was read of each Ingress and of each backend, once. */
export interface Readings {
  readonly layersOf: (served: ServedIngress) => Layers;
  readonly policiesOf: (served: ServedIngress) => Policies;
  readonly plainHttpOf: (served: ServedIngress) => PlainHttp;
  /** Of a backend by its name in HAProxy: one for all Ingresses that share it. */
  readonly backendPoliciesOf: (row: Row) => Policies;
  readonly to: TargetName;
  /** Paths on plain HTTP of hosts whose TLS passes through, where the target cannot have both. */
  readonly beside: ReadonlySet<Row>;
  /** Gets the Ingresses of which a path is not published because nobody can say which of them counts. */
  readonly unpublished: Set<ServedIngress>;
  readonly clientCertificate: Policies['clientCertificate'];
  /** Where requests go that no path takes; undefined for the controller's own page. */
  readonly fallback: { readonly owner: Owner; readonly backend: Backend; readonly policies: Policies } | undefined;
}

/**
 * The rules of one host in the order in which the controller looks for them, and the default behind them. Undefined for one of
 * which nothing is left on plain HTTP.
 */
export function hostOf(rows: HostRows, tls: HostTls, readings: Readings, context: Context): VirtualHost | undefined {
  const rules: Rule[] = [];
  for (const [path, found] of sortedByLength(rows.exact))
    rules.push(...rulesAt(found, { kind: 'exact', path }, readings, context));
  for (const [key, found] of sortedByLength(rows.prefix)) {
    const literal = key === '/' ? '/' : key.replace(/\/$/, '');
    const isOpen = !key.endsWith('/');
    const below = decide(found);
    if (isOpen && below !== undefined && rows.prefix.has(`${key}/`)) {
      const rest = besideRules(below.winner, rows, readings, context);
      if (rest.length === 0) sayHiddenBehindElements(found, key, context);
      rules.push(...rest);
      continue;
    }
    // The path itself is looked up apart, and another row may have it.
    const whole = decide(rows.whole.get(literal) ?? []);
    const isSplit = whole?.winner !== below?.winner || (whole?.undecided.length ?? 0) > (below?.undecided.length ?? 0);
    if (whole !== undefined && below !== undefined && isSplit)
      rules.push(...rulesAt([whole.winner, ...whole.undecided], { kind: 'exact', path: literal }, readings, context));
    rules.push(...rulesAt(found, { kind: 'element-prefix', path: literal }, readings, context));
    if (isOpen && below !== undefined) rules.push(...besideRules(below.winner, rows, readings, context));
  }
  if (!rows.prefix.has('/')) rules.push(fallbackRule(rules[0], readings));
  const isDead = rules.every(({ action, plainHttp }) => action.kind === 'respond' && plainHttp.kind === 'serve');
  if (tls.kind === 'http-only' && isDead && readings.fallback === undefined) return undefined;
  return { host: hostPattern(rows.host), aliases: [], tls, rules, from: rows.hostItems };
}

function sortedByLength(map: ReadonlyMap<string, Row[]>): [string, Row[]][] {
  return [...map].sort(([a], [b]) => b.length - a.length || (a < b ? -1 : 1));
}

/** A wildcard is one label (reference §2.2). */
export function hostPattern(host: string): HostPattern {
  if (host === '') return { kind: 'any' };
  return host.startsWith('*.')
    ? { kind: 'wildcard', suffix: host.slice(2), labels: 'one' }
    : { kind: 'exact', name: host };
}

function rulesAt(
  rows: readonly Row[],
  path: { readonly kind: 'exact' | 'element-prefix'; readonly path: string },
  readings: Readings,
  context: Context,
): Rule[] {
  const decided = decide(rows);
  if (decided === undefined) return [];
  sayLosers(decided, context);
  const match = { ...path, asWritten: true } as const;
  if (decided.undecided.length > 0) {
    for (const { served } of [decided.winner, ...decided.undecided]) readings.unpublished.add(served);
    return [undecidedRule(decided, match, context)];
  }
  return rulesOf(decided.winner, match, readings);
}

function rulesOf(
  row: Row,
  path: PathMatch & { readonly kind: 'exact' | 'element-prefix' },
  readings: Readings,
): Rule[] {
  const { served } = row;
  const layers = readings.layersOf(served);
  const [front, back] = [readings.policiesOf(served), readings.backendPoliciesOf(row)];
  const policies: Policies = {
    ...back,
    ...withoutAbsent(front),
    // Lines of the backend come behind the rules of the frontend.
    ...withoutAbsent(inTurn(front, back)),
    ...(readings.clientCertificate === undefined ? {} : { clientCertificate: readings.clientCertificate }),
  };
  const base = {
    owner: served.owner,
    label: row.label,
    plainHttp: readings.plainHttpOf(served),
    from: row.items,
    regexFrom: [],
  };
  const isBesidePassthrough = !row.passes && readings.beside.has(row);
  if (isBesidePassthrough) {
    const reason = 'TLS of the host passes through, and a Route for that takes plain HTTP of the whole host';
    return [{ ...base, path, action: { kind: 'respond', status: 503, reason, from: [] }, policies: {} }];
  }
  const redirect = readRedirect(layers);
  // A redirect answers plain HTTP before the backend is asked; a passthrough Route takes it with the whole host.
  const isRedirected = redirect !== undefined && readings.to === 'gateway-api';
  if (row.passes && base.plainHttp.kind === 'serve' && !isRedirected) {
    const reason = 'TLS passes through to the backend, which takes no plain HTTP';
    return [{ ...base, path, action: { kind: 'respond', status: 503, reason, from: [] }, policies: {} }];
  }
  if (redirect !== undefined) {
    const {
      timeouts: _t,
      affinity: _a,
      balancing: _b,
      backendTls: _c,
      protocol: _p,
      requestHeaders: _h,
      responseHeaders: _r,
      ...own
    } = policies;
    return [{ ...base, path, action: { kind: 'redirect', redirect }, policies: own }];
  }
  const literal = path.path === '/' ? '' : path.path;
  const rewritten = readRewrite(layers, literal);
  const host = readHost(layers);
  const forward = (rewrite: Traced<Rewrite> | undefined): Action => ({
    kind: 'forward',
    split: { primary: row.backend },
    ...(rewrite === undefined ? {} : { rewrite }),
    ...(host === undefined ? {} : { host }),
  });
  const whole: Rule = { ...base, path, action: forward(rewritten?.rewrite), policies };
  // What an expression makes of the path itself may be something else than what it makes of the paths below.
  if (rewritten?.bare === undefined) return [whole];
  const bare: Rule = {
    ...whole,
    path: { kind: 'exact', path: path.path, asWritten: true },
    action: forward(rewritten.bare.rewrite),
  };
  return path.kind === 'exact' ? [bare] : [bare, whole];
}

function withoutAbsent(policies: Policies): Policies {
  return Object.fromEntries(Object.entries(policies).filter(([, value]) => value !== undefined));
}

/** Whether a request could be turned away, so that it must not reach another rule instead. */
function isGuarded({ accessList, opaqueGuard, basicAuth, rateLimit, clientCertificate }: Policies): boolean {
  return [accessList, opaqueGuard, basicAuth, rateLimit, clientCertificate].some((guard) => guard !== undefined);
}

/**
 * ImplementationSpecific also takes what continues the last element of the path. These requests are given up, and said to be;
 * but where there is a guard, and a path without the same guard would take them, they are an expression.
 */
function besideRules(row: Row, rows: HostRows, readings: Readings, { ledger }: Context): Rule[] {
  const literal = row.path.replace(/\/$/, '');
  const taker = takerOf(`${literal}x`, literal, rows);
  const takes = taker !== undefined || readings.fallback !== undefined;
  const sameGuards = taker?.served === row.served;
  const guarded = isGuarded({ ...readings.backendPoliciesOf(row), ...withoutAbsent(readings.policiesOf(row.served)) });
  if (guarded && takes && !sameGuards) {
    const pattern = `${literal.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}[^/]`;
    return rulesOf(row, { kind: 'element-prefix', path: literal, asWritten: true }, readings)
      .slice(-1)
      .map((rule) => ({ ...rule, path: { kind: 'regex', pattern } }));
  }
  const next = [...rows.prefix.keys()].some((key) => key !== '/' && key !== literal && literal.startsWith(key))
    ? 'a shorter path of the host takes them'
    : rows.prefix.has('/')
      ? 'the path / of the host takes them'
      : 'nothing takes them any more';
  ledger.sayAll(row.items, {
    verdict: 'approximated',
    code: 'RS2230',
    message: `ImplementationSpecific compares texts at this controller: ${literal} also takes longer names (${literal}x). The output takes ${literal} and what lies below it; of longer names, ${next}`,
    next: 'Add a path for the longer names that clients really use.',
  });
  return [];
}

/** The row that takes a path when the rows of one beginning are gone. */
function takerOf(path: string, without: string, { prefix }: HostRows): Row | undefined {
  const keys = [...prefix.keys()].filter((key) => key !== without && path.startsWith(key));
  const [longest] = keys.sort((a, b) => b.length - a.length);
  return longest === undefined ? undefined : decide(prefix.get(longest) ?? [])?.winner;
}

function sayHiddenBehindElements(rows: readonly Row[], key: string, { ledger }: Context): void {
  for (const row of rows)
    ledger.sayAll(row.items, {
      verdict: 'approximated',
      code: 'RS2230',
      message: `${key} is a Prefix of the same host, too, which takes ${key}/ and below; of this path only longer names (${key}x) are left, which are given up`,
      next: 'Add a path for the longer names that clients really use.',
    });
}

function sayLosers({ winner, losers, undecided }: Decided, { ledger }: Context): void {
  for (const loser of losers) {
    if (undecided.includes(loser)) continue;
    const same = loser.name === winner.name && loser.signature === winner.signature;
    ledger.sayAll(loser.items, {
      verdict: 'redundant',
      code: 'RS1002',
      severity: same ? 'info' : 'warning',
      message: same
        ? `${displayName(winner.served)} has the same path with the same backend and the same rules`
        : `${displayName(winner.served)} has the same path and is found first: of two rows the smaller by the name of its backend counts (${winner.name}), whatever their age`,
      next: same ? undefined : 'Keep the path in one Ingress.',
    });
  }
}

/** Which of the Ingresses is hit depends on hashes of their rules, so that nobody can say which guard holds. */
function undecidedRule({ winner, undecided }: Decided, path: PathMatch, { ledger }: Context): Rule {
  const names = [...new Set([winner, ...undecided].map(({ served }) => displayName(served)))].join(' and ');
  const items: ItemId[] = [winner, ...undecided].flatMap((row) => [...row.items]);
  ledger.sayAll(items, {
    verdict: 'unsupported',
    code: 'RS2231',
    severity: 'error',
    message: `${names} have the same path and backend with different annotations; which of them counts depends on a hash of the controller, so the path is not published`,
    next: 'Keep the path in one Ingress, then convert again.',
  });
  return {
    owner: winner.served.owner,
    label: winner.label,
    path,
    action: {
      kind: 'respond',
      status: 503,
      reason: 'two Ingresses with different annotations have the same path and backend',
      from: [],
    },
    plainHttp: { kind: 'serve', from: [] },
    policies: {},
    from: winner.items,
    regexFrom: [],
  };
}

/** What no path of a known host takes goes to the default backend, and never to another host (reference §2.2). */
function fallbackRule(first: Rule | undefined, { fallback, clientCertificate }: Readings): Rule {
  const path: PathMatch = { kind: 'element-prefix', path: '/', asWritten: true };
  const own = {
    label: 'implicit /',
    path,
    plainHttp: { kind: 'serve', from: [] } as PlainHttp,
    from: [],
    regexFrom: [],
  };
  if (fallback !== undefined) {
    const policies = { ...fallback.policies, ...(clientCertificate === undefined ? {} : { clientCertificate }) };
    return {
      ...own,
      owner: fallback.owner,
      action: { kind: 'forward', split: { primary: fallback.backend } },
      policies,
      from: fallback.backend.from,
    };
  }
  const owner = first?.owner;
  if (owner === undefined) throw new TypeError('a host has a rule');
  const action: Action = { kind: 'respond', status: 404, reason: 'no rule names the path', from: [] };
  return { ...own, owner, action, policies: {} };
}
