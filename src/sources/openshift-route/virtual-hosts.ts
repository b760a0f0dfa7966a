import { formatHost, type HostPattern } from '../../model/host-pattern.js';
import type { ItemId } from '../../model/traced.js';
import type { Action, PathMatch, PlainHttp, Rule, VirtualHost } from '../../model/traffic.js';
import { type CertificateSource, hostTls } from './certificates.js';
import type { AdmittedRoute, Context } from './context.js';
import { type Decision, decide } from './decisions.js';
import { hostItems } from './route-items.js';
import { type Answer, compareLines, elementsOf } from './route-order.js';

/**
 * The hosts of the admitted Routes. A host that a Route names is asked first; paths that none of its Routes takes fall
 * through to the wildcard above it (reference §2.3), so that its rules stand behind those of the host itself.
 *
 * @returns the hosts, and the Routes that no request reaches
 */
export function buildHosts(
  routes: readonly AdmittedRoute[],
  certificateOf: CertificateSource,
  context: Context,
): { readonly hosts: readonly VirtualHost[]; readonly unreached: readonly AdmittedRoute[] } {
  const byHost = new Map<string, AdmittedRoute[]>();
  for (const route of routes) {
    const key = formatHost(route.host);
    const known = byHost.get(key);
    if (known === undefined) byHost.set(key, [route]);
    else known.push(route);
  }
  const reached = new Set<AdmittedRoute>();
  const hosts: VirtualHost[] = [];
  for (const [name, own] of [...byHost].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [first] = own;
    if (first === undefined) continue;
    const wider = byHost.get(wildcardAbove(first.host)) ?? [];
    const decisions = decide([...own, ...wider].sort(compareLines));
    for (const { http, https } of decisions)
      for (const made of [http, https]) if (made !== undefined && made.kind !== 'none') reached.add(made.route);
    const built = buildHost(first.host, own, wider, decisions, certificateOf, context);
    if (built.rules.length > 0) hosts.push(built);
    else sayHostWithoutRules(name, own, context);
  }
  return { hosts, unreached: routes.filter((route) => !reached.has(route) && !isPassthrough(route)) };
}

function isPassthrough({ originated }: AdmittedRoute): boolean {
  return originated.route.tls?.termination === 'passthrough';
}

/** A host that only passes TLS through has no rules; its TLSRoute names it. */
function sayHostWithoutRules(name: string, own: readonly AdmittedRoute[], { ledger }: Context): void {
  for (const { originated } of own.filter((route) => !isPassthrough(route)))
    ledger.sayAll(originated.from.host ?? [], {
      verdict: 'redundant',
      code: 'RS2113',
      message: `no request for ${name} is served`,
    });
}

function wildcardAbove(host: HostPattern): string {
  if (host.kind !== 'exact') return '';
  const dot = host.name.indexOf('.');
  return dot < 0 ? '' : `*${host.name.slice(dot)}`;
}

function buildHost(
  host: AdmittedRoute['host'],
  own: readonly AdmittedRoute[],
  wider: readonly AdmittedRoute[],
  decisions: readonly Decision[],
  certificateOf: CertificateSource,
  context: Context,
): VirtualHost {
  const routes = [...own, ...wider].sort(compareLines);
  const isOpened = own.some(isPassthrough);
  const rules = decisions.flatMap((decision) => rulesOf(isOpened ? withoutTls(decision) : decision, routes, host));
  const terminating = [
    ...new Set(
      isOpened
        ? []
        : decisions.flatMap(({ https }) => (https !== undefined && https.kind !== 'none' ? [https.route] : [])),
    ),
  ];
  return {
    host,
    aliases: [],
    tls: hostTls(formatHost(host), terminating, certificateOf, context),
    rules,
    from: [
      ...new Set(
        own.flatMap(({ originated }) => [
          ...hostItems(originated),
          ...wildcardItems(originated.from.wildcardPolicy, host),
        ]),
      ),
    ],
  };
}

function wildcardItems(items: readonly ItemId[] | undefined, host: HostPattern): readonly ItemId[] {
  return host.kind === 'wildcard' ? (items ?? []) : [];
}

/** Connections with TLS go to a passthrough by their server name. */
function withoutTls({ https: _, ...decision }: Decision): Decision {
  return decision;
}

function rulesOf(decision: Decision, routes: readonly AdmittedRoute[], host: AdmittedRoute['host']): Rule[] {
  const { http, https } = decision;
  const serve = (route: AdmittedRoute, plainHttp: PlainHttp, refusesTls: boolean): Rule =>
    ruleOf(decision, route, host, plainHttp, refusesTls);
  const closed = (plainHttp: PlainHttp, refusesTls: boolean): Rule[] =>
    closedRule(decision, routes, plainHttp, refusesTls);
  const over = (answer: Answer & { kind: 'serve' | 'redirect' }): PlainHttp =>
    answer.kind === 'redirect' ? redirectOf(answer.route) : { kind: 'serve', from: insecureItems(answer.route) };
  if (https?.kind === 'none' && http?.kind === 'none') return closed({ kind: 'serve', from: [] }, false);
  const rules: Rule[] = [];
  const isShared =
    https !== undefined && https.kind !== 'none' && http !== undefined && http.kind !== 'none'
      ? http.kind === 'redirect' || http.route === https.route
      : false;
  if (https !== undefined && https.kind !== 'none') {
    const plain =
      isShared && http !== undefined && http.kind !== 'none'
        ? over(http)
        : ({ kind: 'refuse', from: insecureItems(https.route) } as const);
    rules.push(serve(https.route, plain, false));
  } else if (https !== undefined) rules.push(...closed({ kind: 'refuse', from: [] }, false));
  if (http === undefined || isShared) return rules;
  if (http.kind === 'none') rules.push(...closed({ kind: 'serve', from: [] }, true));
  else rules.push(serve(http.route, over(http), true));
  return rules;
}

/** What says that plain HTTP is refused, served or redirected: the policy, else TLS itself. */
function insecureItems({ originated: { from } }: AdmittedRoute): readonly ItemId[] {
  return from.insecure ?? from.tls ?? [];
}

/** Always 302, the URL as it is (reference §2.2). */
function redirectOf(route: AdmittedRoute): PlainHttp {
  return { kind: 'redirect', status: 302, keepsTrailingSlash: { value: true, from: [] }, from: insecureItems(route) };
}

function pathOf({ kind, path }: Decision): PathMatch {
  return { kind, path: path === '' ? '/' : path, asWritten: true };
}

function ruleOf(
  decision: Decision,
  admitted: AdmittedRoute,
  host: AdmittedRoute['host'],
  plainHttp: PlainHttp,
  refusesTls: boolean,
): Rule {
  const { originated, policies } = admitted;
  const { from, owner } = originated;
  const items = from.path !== undefined && from.path.length > 0 ? from.path : (from.to ?? []);
  return {
    owner,
    label: labelOf(decision, admitted, host),
    path: pathOf(decision),
    action: actionOf(admitted),
    plainHttp,
    ...(refusesTls ? { refusesTls } : {}),
    policies,
    from: items,
    regexFrom: [],
  };
}

function labelOf({ kind, path }: Decision, { originated, host: own }: AdmittedRoute, host: HostPattern): string {
  if (own.kind !== host.kind) return `the fall-through to ${formatHost(own)}`;
  const { label, route } = originated;
  if (kind === 'element-prefix' && elementsOf(route.path) === path)
    return label === 'spec' && route.path !== '' ? 'spec.path' : label;
  return kind === 'exact' ? `the exact path ${path === '' ? '/' : path}` : `the path ${path === '' ? '/' : path}`;
}

function actionOf({ backends, rewrite, upstreamHost }: AdmittedRoute): Action {
  if (!backends.ok) return { kind: 'respond', status: 503, reason: backends.why, from: backends.from };
  return {
    kind: 'forward',
    split: backends.split,
    ...(rewrite === undefined ? {} : { rewrite }),
    ...(upstreamHost === undefined ? {} : { host: upstreamHost }),
  };
}

/** Requests that the router answers with 503 although a shorter path would take them on the target. */
function closedRule(
  decision: Decision,
  routes: readonly AdmittedRoute[],
  plainHttp: PlainHttp,
  refusesTls: boolean,
): Rule[] {
  const path = decision.path === '' ? '/' : decision.path;
  const cause = routes.find(({ originated }) => elementsOf(originated.route.path) === elementsOf(decision.path));
  if (cause === undefined) return [];
  const { originated } = cause;
  const { from, owner } = originated;
  const isPlain = refusesTls && plainHttp.kind === 'serve';
  const isSlash = decision.kind === 'exact' && originated.route.path === `${decision.path}/`;
  const reason = isSlash
    ? `the router does not take ${path} for ${path}/ and answers 503`
    : `the router answers ${isPlain ? 'plain HTTP for ' : ''}${path} with 503`;
  const items = isSlash || !isPlain ? (from.path ?? []) : insecureItems(cause);
  return [
    {
      owner,
      label: `the exact path ${path}`,
      path: pathOf(decision),
      action: { kind: 'respond', status: 503, reason, from: [] },
      plainHttp,
      ...(refusesTls ? { refusesTls } : {}),
      policies: {},
      from: items,
      regexFrom: [],
    },
  ];
}
