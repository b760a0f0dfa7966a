import type { ClientCertificate, HeaderValue, Policies } from '../../model/policies.js';
import type { ItemId, Traced } from '../../model/traced.js';
import type { Action, Alternative, PlainHttp, Redirect, Rewrite, Rule, Split } from '../../model/traffic.js';
import type { Refusal } from '../held-annotations.js';
import { resolveBackend } from './backends.js';
import { readCanary } from './concerns/canary.js';
import { parseTarget, type Redirects } from './concerns/redirects.js';
import type { Context } from './context.js';
import type { TriedLocation, TriedLocations } from './locations.js';
import { policiesOfController, policiesOfPath } from './policies.js';
import type { Location, Server, Upstream } from './routing-table.js';

/** What it takes to turn the locations of one server into rules. */
export interface Rules {
  readonly server: Server;
  readonly tried: TriedLocations;
  readonly readings: {
    readonly policies: ReadonlyMap<Location['owner'], Policies>;
    readonly redirects: ReadonlyMap<Location['owner'], Redirects>;
  };
  readonly clientCertificate: Traced<ClientCertificate> | undefined;
  readonly context: Context;
  /** Set: the controller answers 403 on the whole host. */
  readonly locked: Refusal | undefined;
  /** A guard that acts on every location of the host. */
  readonly serverGuard: Traced<string> | undefined;
  readonly plainHttpOf: (location: Location, path: string) => PlainHttp;
}

/** The rules of a host in the order in which nginx tries them. */
export function rulesOf(input: Rules): Rule[] {
  const rules: Rule[] = [];
  const appRoot = input.locked === undefined ? appRootOf(input) : undefined;
  if (appRoot !== undefined) rules.push(appRoot);
  for (const entry of input.tried.entries) rules.push(ruleOf(entry, input));
  return rules;
}

function ruleOf(entry: TriedLocation, input: Rules): Rule {
  const { location } = entry;
  const { owner } = location;
  const path = entry.match.kind === 'regex' ? entry.match.pattern : entry.match.path;
  const base = {
    owner: owner.owner,
    label: location.label,
    path: entry.match,
    from: location.items,
    regexFrom: regexItems(entry, input),
  };
  const policies = location.withoutAnnotations
    ? policiesOfController(input.context)
    : (input.readings.policies.get(owner) ?? {});
  const denied = input.locked ?? (location.withoutAnnotations ? undefined : owner.annotations.denied);
  if (denied !== undefined) {
    const status = input.locked === undefined ? 503 : 403;
    const action: Action = { kind: 'respond', status, reason: denied.reason, from: [] };
    return { ...base, action, plainHttp: { kind: 'serve', from: [] }, policies: {} };
  }
  const redirect = redirectOf(entry, input);
  if (redirect !== undefined) {
    // Redirects answer before the HTTPS redirect and before every check (semantics §9).
    return {
      ...base,
      action: { kind: 'redirect', redirect },
      plainHttp: { kind: 'serve', from: [] },
      policies: { hsts: policies.hsts, cors: policies.cors },
    };
  }
  const action = forwardOf(entry, input);
  const rewritten = action.kind === 'forward' && action.rewrite !== undefined;
  const own = withHostGuards(
    withAffinity(policiesOfPath(policies, location.path, input.context), location.upstream, input),
    forwardedPrefix(location, rewritten),
    input,
  );
  return {
    ...base,
    action,
    // Whether plain HTTP is redirected is one of the rewrites that a catch-all Ingress has none of (semantics §5.2).
    plainHttp: location.withoutRedirects ? { kind: 'serve', from: [] } : input.plainHttpOf(location, path),
    policies: own,
  };
}

/** Affinity belongs to the upstream: every rule that leads there has it, whichever Ingress asked for it. */
function withAffinity(policies: Policies, upstream: Upstream | undefined, { readings }: Rules): Policies {
  const affinity = upstream?.affinity === undefined ? undefined : readings.policies.get(upstream.affinity)?.affinity;
  return affinity === policies.affinity ? policies : { ...policies, affinity };
}

/** Adds what the host says to what the Ingress says; most rules share the policies of their Ingress as they are. */
function withHostGuards(
  policies: Policies,
  requestHeaders: readonly Traced<HeaderValue>[] | undefined,
  { clientCertificate, serverGuard }: Rules,
): Policies {
  if (clientCertificate === undefined && serverGuard === undefined && requestHeaders === undefined) return policies;
  return { ...policies, clientCertificate, opaqueGuard: policies.opaqueGuard ?? serverGuard, requestHeaders };
}

/** use-regex belongs to the rules whose paths it turns into expressions. */
function regexItems(entry: TriedLocation, input: Rules): ItemId[] {
  if (!input.tried.regexMode || entry.location.withoutRedirects) return [];
  return entry.location.owner.annotations.itemsOf(['use-regex']);
}

function redirectOf(entry: TriedLocation, input: Rules): Traced<Redirect> | undefined {
  const { location, match } = entry;
  if (entry.addsSlash && match.kind === 'exact') {
    const value: Redirect = { status: 301, path: `${match.path}/`, keepsQuery: true, purpose: 'add-slash' };
    return { value, from: location.items };
  }
  if (location.withoutRedirects) return undefined;
  const fixed = input.readings.redirects.get(location.owner)?.fixed;
  if (fixed !== undefined) return fixed;
  const target = location.owner.annotations.text('rewrite-target');
  if (target === undefined || entry.keepsPath || !/^https?:\/\//i.test(target.value)) return undefined;
  // nginx answers a rewrite to an absolute URL with 302 and appends the query (semantics §10.1).
  return { value: { ...parseTarget(target.value, 302), keepsQuery: true, purpose: 'rewrite' }, from: target.from };
}

function forwardOf(entry: TriedLocation, input: Rules): Action {
  const { location } = entry;
  const split = splitOf(location, input.context);
  if ('kind' in split) return split;
  const host = location.withoutAnnotations ? undefined : location.owner.annotations.text('upstream-vhost');
  return { kind: 'forward', split, rewrite: rewriteOf(entry, input.context), host };
}

/** The backends of a location, or the controller's own answer in their place. */
function splitOf(location: Location, context: Context): Split | (Action & { kind: 'respond' }) {
  if (location.upstream === undefined) {
    const service = context.options.defaultBackendService;
    if (service === undefined) return { kind: 'respond', status: 404, reason: 'no rule names the path', from: [] };
    const { namespace, name, port = 80 } = service;
    return { primary: { namespace, service: name, port, writtenPort: String(port), from: [] } };
  }
  if (location.upstream.forgotten) {
    const reason = `a canary names Service ${location.upstream.backend.name} for a path that no ordinary Ingress has, for which the controller forgets that backend and answers 503`;
    return { kind: 'respond', status: 503, reason, from: location.items };
  }
  const primary = resolveBackend(location.upstream, location.items, context.serviceOf);
  if (!primary.ok) {
    const reason = `${primary.why}, so the controller answers 503`;
    return { kind: 'respond', status: 503, reason, from: location.items };
  }
  return { primary: primary.backend, alternative: alternativeOf(location.upstream, context) };
}

function rewriteOf(entry: TriedLocation, context: Context): Traced<Rewrite> | undefined {
  const { location } = entry;
  const target = location.withoutRedirects ? undefined : location.owner.annotations.text('rewrite-target');
  if (target === undefined) return undefined;
  if (!entry.keepsPath) return { value: { template: target.value }, from: target.from };
  context.ledger.sayAll(target.from, {
    verdict: 'redundant',
    code: 'RS1107',
    message: `nothing is rewritten for ${location.path} itself: target and path are the same text`,
  });
  return undefined;
}

function alternativeOf(upstream: Upstream, context: Context): Alternative | undefined {
  const [first] = upstream.alternatives;
  if (first === undefined) return undefined;
  if (first.upstream.forgotten) {
    context.ledger.sayAll(first.items, {
      verdict: 'redundant',
      code: 'RS1303',
      severity: 'warning',
      message:
        'another path of this canary has no main Ingress, for which the controller forgets its backend altogether',
      next: 'Remove the paths of the canary that no other Ingress serves.',
    });
    return undefined;
  }
  const resolved = resolveBackend(first.upstream, first.items, context.serviceOf);
  if (!resolved.ok) {
    context.ledger.sayAll(first.items, {
      verdict: 'redundant',
      code: 'RS1304',
      severity: 'warning',
      message: `${resolved.why}, so the controller sends this canary no traffic`,
      next: 'Correct the port.',
    });
    return undefined;
  }
  const policy = readCanary(first.upstream.creator.annotations);
  return {
    owner: first.upstream.creator.owner,
    backend: resolved.backend,
    decisions: policy.decisions,
    share: policy.share,
    from: [...first.items, ...policy.switch],
  };
}

/** X-Forwarded-Prefix is sent only where a rewrite is active (rootfs template buildProxyPass; semantics §10.1). */
function forwardedPrefix(location: Location, rewritten: boolean): readonly Traced<HeaderValue>[] | undefined {
  const prefix = location.owner.annotations.text('x-forwarded-prefix');
  if (prefix === undefined) return undefined;
  if (rewritten) return [{ value: { name: 'X-Forwarded-Prefix', value: prefix.value }, from: prefix.from }];
  // Nobody wrote the implicit path: what does not happen there is not worth a word.
  if (location.implicit) return undefined;
  location.owner.annotations.ledger.sayAll(prefix.from, {
    verdict: 'redundant',
    code: 'RS0309',
    message: `is sent only where a path is rewritten, and ${location.path} is not`,
  });
  return undefined;
}

/** app-root answers for `/` of the whole host, before everything else; the first location that has one wins (§10.2). */
function appRootOf(input: Rules): Rule | undefined {
  const { tried, context } = input;
  let winner: TriedLocation | undefined;
  for (const entry of tried.entries) {
    const { owner, withoutRedirects } = entry.location;
    const root = withoutRedirects ? undefined : owner.annotations.text('app-root');
    if (root === undefined) continue;
    if (!root.value.startsWith('/')) {
      context.ledger.sayAll(root.from, {
        verdict: 'invalid',
        code: 'RS0304',
        message: 'it does not start with /, so the controller ignores it',
        next: 'Write a path.',
      });
      continue;
    }
    winner ??= entry;
    if (winner.location.owner !== owner) {
      context.ledger.sayAll(root.from, {
        verdict: 'redundant',
        code: 'RS0313',
        severity: 'warning',
        message: 'another Ingress of the host sets app-root for a path that sorts first',
        next: 'Keep app-root in one Ingress of the host.',
      });
    }
  }
  const root = winner?.location.owner.annotations.text('app-root');
  if (winner === undefined || root === undefined) return undefined;
  return {
    owner: winner.location.owner.owner,
    label: 'app-root',
    path: { kind: 'exact', path: '/' },
    action: {
      kind: 'redirect',
      redirect: { value: { status: 302, path: root.value, keepsQuery: false, purpose: 'app-root' }, from: root.from },
    },
    plainHttp: { kind: 'serve', from: [] },
    policies: {},
    from: [],
    regexFrom: [],
  };
}
