import type { HostPattern } from '../../model/host-pattern.js';
import type { ClientCertificate, HeaderValue, Policies } from '../../model/policies.js';
import type { ItemId, Traced } from '../../model/traced.js';
import type { Action, PlainHttp, Redirect, Rewrite, Rule } from '../../model/traffic.js';
import type { Refusal } from '../held-annotations.js';
import type { SnippetEffects } from '../snippets/effects.js';
import { withOuter } from '../snippets/merged-policies.js';
import { appRootOf } from './app-root.js';
import { parseTarget, type Redirects } from './concerns/redirects.js';
import type { Snippets } from './concerns/snippets.js';
import type { Context } from './context.js';
import type { ServerSnippet } from './host-guards.js';
import { splitOf } from './location-backends.js';
import type { TriedLocation, TriedLocations } from './locations.js';
import { policiesOfPath } from './policies.js';
import type { Location, Server, Upstream } from './routing-table.js';
import {
  answeredRules,
  leavesAll,
  type RuleBase,
  SERVED,
  sayLostHeaders,
  selectedOn,
  serverLocationRule,
  withServerLocations,
} from './snippet-rules.js';

/** What it takes to turn the locations of one server into rules. */
export interface Rules {
  readonly server: Server;
  readonly tried: TriedLocations;
  readonly readings: {
    readonly policies: ReadonlyMap<Location['owner'], Policies>;
    readonly redirects: ReadonlyMap<Location['owner'], Redirects>;
    readonly snippets: ReadonlyMap<Location['owner'], Snippets>;
  };
  /** The name that the rules are for. */
  readonly host: HostPattern;
  readonly clientCertificate: Traced<ClientCertificate> | undefined;
  readonly context: Context;
  /** Set: the controller answers 403 on the whole host. */
  readonly locked: Refusal | undefined;
  /** What acts on every location of the host. */
  readonly serverSnippet: ServerSnippet | undefined;
  readonly plainHttpOf: (location: Location, path: string) => PlainHttp;
}

/** The rules of a host in the order in which nginx tries them. */
export function rulesOf(input: Rules): readonly Rule[] {
  const { tried, serverSnippet, context } = input;
  // A host that answers 403 to everybody does so before any line of a snippet.
  const snippet = input.locked === undefined ? serverSnippet : undefined;
  const onServer = selectedOn(input.host, snippet?.effects.answers ?? [], context);
  const appRoot = input.locked === undefined ? appRootOf(tried, context) : undefined;
  const rules = tried.entries.map((entry) => rulesOfLocation(entry, onServer, input));
  if (onServer.selected.final !== undefined) return rules.flat();
  const opaqueGuard = onServer.guard ?? earlyGuard(snippet?.effects);
  const { plainHttp } = onServer.selected;
  const inOrder = withServerLocations(tried.entries, rules, tried.regexMode, snippet, (location, path, { owner }) =>
    serverLocationRule(location, path, owner.owner, { opaqueGuard, plainHttp }),
  );
  return appRoot === undefined ? inOrder : [appRoot, ...inOrder];
}

/** What snippets answer for a location, and the rule for what they leave. */
function rulesOfLocation(entry: TriedLocation, onServer: ReturnType<typeof selectedOn>, input: Rules): Rule[] {
  const { context, readings, host, serverSnippet } = input;
  const { owner, withoutAnnotations } = entry.location;
  const whole = leavesAll(onServer.selected)
    ? [ruleOf(entry, input, onServer.selected.plainHttp, onServer.guard)]
    : answeredRules(
        baseOf(entry, input),
        onServer.selected,
        { hsts: policiesOf(owner, input).hsts, opaqueGuard: earlyGuard(serverSnippet?.effects) },
        (plainHttp) => ruleOf(entry, input, plainHttp, onServer.guard),
        [serverSnippet?.effects],
        context,
      );
  const rest = whole.at(-1);
  if (rest === undefined || onServer.selected.final !== undefined || entry.addsSlash) return whole;
  const isClosed = input.locked !== undefined || withoutAnnotations || owner.annotations.denied !== undefined;
  const effects = isClosed ? undefined : readings.snippets.get(owner)?.location;
  // A redirect of an annotation stands before the lines of a snippet.
  if (effects === undefined || effects.answers.length === 0 || isRedirectedFirst(rest.action)) return whole;
  const own = selectedOn(host, effects.answers, context);
  const { hsts, cors } = policiesOf(owner, input);
  const answered = answeredRules(
    baseOf(entry, input),
    { ...own.selected, plainHttp: onServer.selected.plainHttp ?? own.selected.plainHttp },
    { hsts, cors, opaqueGuard: earlyGuard(serverSnippet?.effects) ?? earlyGuard(effects) },
    (plainHttp) => ruleOf(entry, input, plainHttp, onServer.guard ?? own.guard),
    [serverSnippet?.effects, effects],
    context,
  );
  return [...whole.slice(0, -1), ...answered];
}

function policiesOf(owner: Location['owner'], { readings, context }: Rules): Policies {
  return readings.policies.get(owner) ?? context.ownPolicies();
}

/** Redirects of annotations stand before the lines of a snippet, but for that of rewrite-target. */
function isRedirectedFirst(action: Action): boolean {
  return action.kind === 'redirect' && action.redirect.value.purpose !== 'rewrite';
}

/** A guard that is asked before redirects, which those of addresses and credentials are not. */
function earlyGuard(effects: SnippetEffects | undefined): Policies['opaqueGuard'] {
  const guard = effects?.guard;
  return guard !== undefined && /^(?:return|rewrite_by|server_rewrite_by)/.test(guard.value) ? guard : undefined;
}

function baseOf(entry: TriedLocation, input: Rules): RuleBase {
  const { location } = entry;
  return {
    owner: location.owner.owner,
    label: location.label,
    path: entry.match,
    from: location.items,
    regexFrom: regexItems(entry, input),
  };
}

function completed(entry: TriedLocation, input: Rules, action: Action, plainHttp: PlainHttp, policies: Policies): Rule {
  const { location } = entry;
  return {
    owner: location.owner.owner,
    label: location.label,
    path: entry.match,
    action,
    plainHttp,
    policies,
    from: location.items,
    regexFrom: regexItems(entry, input),
  };
}

/**
 * The rule for what snippets leave.
 *
 * @param plainHttp what they say of requests without TLS
 * @param snippetGuard a guard in them that is not read
 */
function ruleOf(
  entry: TriedLocation,
  input: Rules,
  plainHttp: PlainHttp | undefined,
  snippetGuard: Policies['opaqueGuard'],
): Rule {
  const { location } = entry;
  const { owner } = location;
  const path = entry.match.kind === 'regex' ? entry.match.pattern : entry.match.path;
  const policies = location.withoutAnnotations
    ? input.context.ownPolicies()
    : (input.readings.policies.get(owner) ?? {});
  const denied = input.locked ?? (location.withoutAnnotations ? undefined : owner.annotations.denied);
  if (denied !== undefined) {
    const status = input.locked === undefined ? 503 : 403;
    const action: Action = { kind: 'respond', status, reason: denied.reason, from: [] };
    return completed(entry, input, action, plainHttp ?? SERVED, NO_POLICIES);
  }
  const redirect = redirectOf(entry, input);
  if (redirect !== undefined) {
    // Redirects answer before the HTTPS redirect and before every check (semantics §9).
    const action: Action = { kind: 'redirect', redirect };
    const isLast = !isRedirectedFirst(action);
    const own = isLast ? earlyGuard(input.readings.snippets.get(owner)?.location) : undefined;
    const ofLocation = entry.addsSlash ? undefined : input.readings.snippets.get(owner)?.location;
    sayLostHeaders([input.serverSnippet?.effects, ofLocation], input.context.ledger);
    const opaqueGuard = earlyGuard(input.serverSnippet?.effects) ?? snippetGuard ?? own;
    const kept = { hsts: policies.hsts, cors: policies.cors, opaqueGuard };
    return completed(entry, input, action, plainHttp ?? SERVED, kept);
  }
  const forward = forwardOf(entry, input);
  const rewritten = forward.kind === 'forward' && forward.rewrite !== undefined;
  const own = withHostGuards(
    withAffinity(policiesOfPath(policies, location.path, input.context), location.upstream, input),
    forwardedPrefix(location, rewritten),
    input,
    snippetGuard,
  );
  const nobody = nobodyPasses(own);
  // Whether plain HTTP is redirected is one of the rewrites that a catch-all Ingress has none of (semantics §5.2).
  const plain = plainHttp ?? (location.withoutRedirects ? SERVED : input.plainHttpOf(location, path));
  return completed(entry, input, nobody ?? forward, plain, nobody === undefined ? own : NO_POLICIES);
}

const NO_POLICIES: Policies = {};

/** `deny all` without anybody who may. */
function nobodyPasses({ accessList }: Policies): Action | undefined {
  const allow = accessList?.allow;
  if (allow === undefined || allow.value.length > 0) return undefined;
  return { kind: 'respond', status: 403, reason: 'a snippet denies everybody', isMeant: true, from: allow.from };
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
  { clientCertificate, serverSnippet }: Rules,
  snippetGuard: Policies['opaqueGuard'],
): Policies {
  if ((clientCertificate ?? serverSnippet ?? snippetGuard ?? requestHeaders) === undefined) return policies;
  const inner = serverSnippet === undefined ? policies : withOuter(policies, serverSnippet.effects);
  return {
    ...inner,
    clientCertificate,
    opaqueGuard: inner.opaqueGuard ?? snippetGuard,
    requestHeaders:
      requestHeaders === undefined ? inner.requestHeaders : [...requestHeaders, ...(inner.requestHeaders ?? [])],
  };
}

/** use-regex belongs to the rules whose paths it turns into expressions. */
function regexItems(entry: TriedLocation, input: Rules): readonly ItemId[] {
  if (!input.tried.regexMode || entry.location.withoutRedirects) return NO_ITEMS;
  return entry.location.owner.annotations.itemsOf(['use-regex']);
}

const NO_ITEMS: readonly ItemId[] = [];

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
