import type { EmittedObject, KubernetesObject } from '../../conversion.js';
import type { HttpRouteMatch, HttpRouteRule, ParentRef } from '../../kubernetes/gateway-api.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { EmittedRef } from '../../ledger/verdict.js';
import { formatHost } from '../../model/host-pattern.js';
import type { Owner, VirtualHost } from '../../model/traffic.js';
import type { PlannedRule, RuleDraft } from './draft.js';
import type { Features } from './features.js';
import { asGrpcDraft, isGrpcHost, toGrpcRule } from './grpc.js';
import type { HostPlan } from './host-plan.js';
import { hostInName, type Names } from './names.js';
import { redirectStatus } from './redirect-rules.js';
import { type Grants, serviceRefsOf } from './references.js';
import { type Attachment, isPublished } from './topology.js';

const MAX_RULES = 16;
const MAX_MATCHES = 64;
const MAX_MATCHES_IN_ALL = 128;
const MAX_HOSTNAMES = 16;

/** `file:line Ingress shop/web`, the line that names a source. */
export function sourceLine(owner: Owner): string {
  const { name, kind } = owner.ref;
  const { namespace } = owner;
  return `${owner.source.file}:${owner.source.line} ${kind} ${namespace === undefined ? name : `${namespace}/${name}`}`;
}

/** Labels that an API server accepts; others could not have been on a stored object. */
export function validLabels(labels: Readonly<Record<string, string>>): Record<string, string> | undefined {
  const kept = Object.entries(labels).filter(([key, value]) => {
    const [prefix, name] = key.includes('/') ? key.split('/', 2) : [undefined, key];
    const named = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/.test(name ?? '');
    const prefixed =
      prefix === undefined ||
      (/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(prefix) && prefix.length <= 253);
    return (
      named &&
      prefixed &&
      key.split('/').length <= 2 &&
      (value === '' || /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/.test(value))
    );
  });
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

/** The references of a route that carries these host names. */
type Parents = (hostnames: readonly string[]) => ParentRef[];

/** Writes the routes of hosts and tells the ledger where everything stands. */
export class RouteWriter {
  readonly emitted: EmittedObject[] = [];
  readonly closingComments: string[] = [];
  readonly #ledger: Ledger;
  readonly #features: Features;
  readonly #names: Names;

  readonly #grants: Grants;

  constructor(ledger: Ledger, features: Features, names: Names, grants: Grants) {
    this.#grants = grants;
    this.#ledger = ledger;
    this.#features = features;
    this.#names = names;
  }

  /** The routes of one host: one for each Ingress that has rules on it, and those for plain HTTP where they differ. */
  write(plan: HostPlan, attachment: Attachment): void {
    const refs: EmittedRef[] = [];
    const grpc = isGrpcHost(plan);
    const owners = [...new Set(plan.planned.map((p) => p.rule.owner))];
    const secure = attachment.https !== undefined;
    const keptHttp = plan.planned.some((p) => p.http.length > 0 && !p.httpNeedsHeader);
    for (const owner of owners) {
      const mine = plan.planned.filter((p) => p.rule.owner === owner);
      refs.push(...this.#writeOwner(plan, owner, mine, attachment, grpc, secure));
    }
    refs.push(...this.#writeRedirects(plan, attachment, keptHttp));
    this.#sayHost(plan, refs);
  }

  #writeOwner(
    plan: HostPlan,
    owner: Owner,
    mine: readonly PlannedRule[],
    attachment: Attachment,
    grpc: boolean,
    secure: boolean,
  ): EmittedRef[] {
    const https = secure ? gather(mine, 'https') : { drafts: [], comments: new Map<number, string[]>() };
    const http = gather(mine, 'http');
    const base = { plan, owner, grpc };
    if (https.drafts.length === 0 && http.drafts.length === 0) {
      for (const lines of http.comments.values()) this.closingComments.push(sourceLine(owner), ...lines);
      return [];
    }
    const onHttp: Parents = (hostnames) => attachment.http(owner.namespace, hostnames);
    const onHttps: Parents = (hostnames) => attachment.https?.(owner.namespace, hostnames) ?? [];
    const onBoth: Parents = (hostnames) => [...onHttp(hostnames), ...onHttps(hostnames)];
    if (https.drafts.length > 0 && sameRules(https.drafts, http.drafts)) {
      return this.#writeRoute({ ...base, role: '', parents: onBoth, gathered: https });
    }
    const refs: EmittedRef[] = [];
    if (https.drafts.length > 0)
      refs.push(...this.#writeRoute({ ...base, role: '', parents: onHttps, gathered: https }));
    if (http.drafts.length > 0) {
      const gathered = https.drafts.length > 0 ? { drafts: http.drafts, comments: new Map<number, string[]>() } : http;
      refs.push(
        ...this.#writeRoute({ ...base, role: https.drafts.length > 0 ? 'http' : '', parents: onHttp, gathered }),
      );
    }
    return refs;
  }

  #writeRoute(route: {
    plan: HostPlan;
    owner: Owner;
    role: string;
    grpc: boolean;
    parents: Parents;
    gathered: Gathered;
  }): EmittedRef[] {
    const { plan, owner, role, grpc, gathered } = route;
    const refs: EmittedRef[] = [];
    const kind = grpc ? 'GRPCRoute' : 'HTTPRoute';
    const chunks = chunkDrafts(gathered);
    const hostChunks = chunkHostnames(plan.host);
    hostChunks.forEach((hostnames, h) => {
      chunks.forEach((chunk, c) => {
        const suffix = [role, h > 0 ? `hosts-${h + 1}` : '', c > 0 ? String(c + 1) : '']
          .filter((s) => s !== '')
          .map((s) => `-${s}`)
          .join('');
        const name = this.#nameOf(kind, owner, plan.host, suffix);
        const drafts = grpc ? chunk.drafts.map(asGrpcDraft) : chunk.drafts;
        const rules = grpc ? chunk.drafts.map((d) => toGrpcRule(d.rule) ?? {}) : chunk.drafts.map((d) => d.rule);
        const object: KubernetesObject = {
          apiVersion: 'gateway.networking.k8s.io/v1',
          kind,
          metadata: metadata(name, owner),
          spec: { parentRefs: route.parents(hostnames), ...(hostnames.length === 0 ? {} : { hostnames }), rules },
        };
        for (const ref of drafts.flatMap((d) => serviceRefsOf(d.rule))) {
          this.#grants.need(kind, owner.namespace, 'Service', ref.namespace, ref.name);
        }
        const sources = [owner, ...drafts.flatMap((d) => d.owners ?? [])].map(sourceLine);
        this.emitted.push({ object, sources: [...new Set(sources)], comments: [], ruleComments: chunk.comments });
        const ref: EmittedRef = { apiVersion: object.apiVersion, kind, namespace: owner.namespace, name };
        refs.push(ref);
        drafts.forEach((draft, index) => {
          this.#sayClaims(draft, ref, index);
        });
      });
    });
    return refs;
  }

  #sayClaims(draft: RuleDraft, ref: EmittedRef, index: number): void {
    for (const { items, remark, at } of draft.claims) {
      const emitted =
        at === undefined
          ? undefined
          : [{ ...ref, path: at === '' ? `spec.rules[${index}]` : `spec.rules[${index}].${at}` }];
      this.#ledger.sayAll(items, emitted === undefined ? remark : { ...remark, emitted });
    }
  }

  /** Plain HTTP that goes to https: routes of their own on the HTTP listener. */
  #writeRedirects(plan: HostPlan, attachment: Attachment, keptHttp: boolean): EmittedRef[] {
    const redirected = plan.planned.filter((p) => p.redirects && p.rule.plainHttp.kind === 'redirect');
    if (redirected.length === 0) return [];
    if (!isPublished(plan)) return [];
    const refs: EmittedRef[] = [];
    const root = redirected.find((p) => p.rule.path.kind !== 'exact' && pathOf(p) === '/');
    if (!keptHttp && root !== undefined) {
      refs.push(
        ...this.#writeRedirect(
          plan,
          root.rule.owner,
          attachment,
          [{ path: { type: 'PathPrefix', value: '/' } }],
          redirected,
        ),
      );
      return refs;
    }
    const seen = new Set<string>();
    for (const owner of [...new Set(redirected.map((p) => p.rule.owner))]) {
      const mine = redirected.filter((p) => p.rule.owner === owner);
      const matches: HttpRouteMatch[] = [];
      for (const { path } of mine.flatMap((p) => p.https.flatMap((d) => [...d.rule.matches]))) {
        const key = `${path.type} ${path.value}`;
        if (seen.has(key)) continue;
        seen.add(key);
        matches.push({ path });
      }
      const unnamed = mine.find((p) => p.https.length === 0 && pathOf(p) === '/');
      if (unnamed !== undefined && !seen.has('PathPrefix /')) {
        seen.add('PathPrefix /');
        matches.push({ path: { type: 'PathPrefix', value: '/' } });
      }
      if (matches.length > 0) refs.push(...this.#writeRedirect(plan, owner, attachment, matches, mine));
    }
    return refs;
  }

  #writeRedirect(
    plan: HostPlan,
    owner: Owner,
    attachment: Attachment,
    matches: readonly HttpRouteMatch[],
    redirected: readonly PlannedRule[],
  ): EmittedRef[] {
    const [first] = redirected;
    const wanted = first?.rule.plainHttp.kind === 'redirect' ? first.rule.plainHttp.status : 308;
    const statusCode = redirectStatus(wanted, this.#features);
    const drafts: RuleDraft[] = [];
    for (let i = 0; i < matches.length; i += MAX_MATCHES) {
      drafts.push({
        rule: {
          matches: matches.slice(i, i + MAX_MATCHES),
          filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode } }],
        },
        claims: [],
        comments: [],
      });
    }
    const refs = this.#writeRoute({
      plan,
      owner,
      role: 'redirect',
      grpc: false,
      parents: (hostnames) => attachment.http(owner.namespace, hostnames),
      gathered: { drafts, comments: new Map() },
    });
    const emitted = refs.map((ref) => ({ ...ref, path: 'spec.rules[0].filters[0].requestRedirect' }));
    for (const { rule } of redirected) {
      if (rule.plainHttp.kind !== 'redirect') continue;
      const { from, keepsTrailingSlash } = rule.plainHttp;
      if (plan.host.tls.kind === 'http-only') this.#sayPassedBy(rule);
      this.#ledger.sayAll(
        from,
        statusCode === wanted
          ? {
              verdict: 'converted',
              code: 'RS1201',
              message: `plain HTTP is redirected to https with ${statusCode}`,
              emitted,
            }
          : {
              verdict: 'approximated',
              code: 'RS1102',
              message: `plain HTTP is redirected to https with ${statusCode} instead of ${wanted}, which Gateway API ${this.#features.version} does not know; a client may repeat a POST as a GET`,
              emitted,
            },
      );
      this.#ledger.sayAll(
        keepsTrailingSlash.from,
        keepsTrailingSlash.value
          ? { verdict: 'converted', code: 'RS1209', message: 'the redirect to https keeps the URL as it is', emitted }
          : {
              verdict: 'approximated',
              code: 'RS1209',
              severity: 'info',
              message: 'the redirect to https keeps a final slash of the URL; the controller cuts it off',
              emitted,
            },
      );
    }
    return refs;
  }

  /** Behind a passthrough, paths act on plain HTTP only, and this one is redirected. */
  #sayPassedBy(rule: PlannedRule['rule']): void {
    for (const item of rule.from) {
      if (!this.#ledger.isSilent(item)) continue;
      const message =
        'TLS of the host passes through to the backend and plain HTTP is redirected to it: this path never forwards a request';
      this.#ledger.say(item, { verdict: 'redundant', code: 'RS1207', message });
    }
  }

  #nameOf(kind: string, owner: Owner, host: VirtualHost, suffix: string): string {
    const identity = `${sourceLine(owner)}:${owner.source.column}\n${formatHost(host.host)}\n${suffix}`;
    return this.#names.give(
      `${kind}\n${owner.namespace ?? ''}`,
      `${owner.ref.name}-${hostInName(host.host)}${suffix}`,
      identity,
    );
  }

  #sayHost(plan: HostPlan, refs: readonly EmittedRef[]): void {
    const { host } = plan;
    const emitted = host.host.kind === 'any' ? refs : refs.map((ref) => ({ ...ref, path: 'spec.hostnames' }));
    if (refs.length === 0) {
      const withheld = plan.planned.some((p) => p.withheldComment !== undefined);
      const message = `nothing is published for ${formatHost(host.host)}`;
      this.#ledger.sayAll(
        host.from,
        withheld ? { verdict: 'manual', code: 'RS1700', message } : { verdict: 'redundant', code: 'RS1018', message },
      );
      for (const alias of host.aliases) this.#ledger.sayAll(alias.from, { verdict: 'manual', code: 'RS1700', message });
      return;
    }
    for (const alias of host.host.kind === 'any' ? [] : host.aliases)
      this.#ledger.sayAll(alias.from, {
        verdict: 'converted',
        code: 'RS1110',
        message: 'the aliases are host names of the routes',
        emitted,
      });
    if (host.aliasOf !== undefined) {
      const message = `an alias of ${host.aliasOf} that its certificate is not known to cover (a Secret outside the input is taken to cover the hosts listed with it): served on plain HTTP, without redirect`;
      this.#ledger.sayAll(host.from, { verdict: 'approximated', code: 'RS1110', message, emitted });
      return;
    }
    switch (host.host.kind) {
      case 'exact':
        this.#ledger.sayAll(host.from, {
          verdict: 'converted',
          code: 'RS1019',
          message: 'the host of the routes',
          emitted,
        });
        return;
      case 'any':
        this.#ledger.sayAll(host.from, {
          verdict: 'approximated',
          code: 'RS1014',
          severity: 'warning',
          message:
            'routes without a host name; the controller asks rules without a host only for hosts that no Ingress names, a gateway may also ask them for unmatched paths of the others. /healthz and /nginx_status of unknown hosts, which the controller answers itself, are routed like other paths',
          next: 'Check what unmatched paths of your hosts answer after the cut-over.',
          emitted,
        });
        return;
      case 'wildcard':
        this.#ledger.sayAll(
          host.from,
          host.host.labels === 'many'
            ? { verdict: 'converted', code: 'RS1019', message: 'the host of the routes', emitted }
            : {
                verdict: 'approximated',
                code: 'RS1008',
                severity: 'info',
                message: `*.${host.host.suffix} stands for one label at the controller (a.${host.host.suffix}), here for any number of labels (a.b.${host.host.suffix} too)`,
                emitted,
              },
        );
        return;
    }
  }
}

interface Gathered {
  readonly drafts: RuleDraft[];
  /** Comment lines by index of the draft they stand before. */
  readonly comments: Map<number, string[]>;
}

function gather(planned: readonly PlannedRule[], scheme: 'http' | 'https'): Gathered {
  const drafts: RuleDraft[] = [];
  const comments = new Map<number, string[]>();
  const note = (lines: readonly string[]): void => {
    if (lines.length > 0) comments.set(drafts.length, [...(comments.get(drafts.length) ?? []), ...lines]);
  };
  for (const rule of planned) {
    const mine = rule[scheme];
    if (rule.withheldComment !== undefined && mine.length === 0) note([rule.withheldComment]);
    for (const draft of mine) {
      note(draft.comments);
      drafts.push(draft);
    }
  }
  return { drafts, comments };
}

function sameRules(a: readonly RuleDraft[], b: readonly RuleDraft[]): boolean {
  return a.length === b.length && JSON.stringify(a.map((d) => d.rule)) === JSON.stringify(b.map((d) => d.rule));
}

function pathOf(planned: PlannedRule): string {
  const { path } = planned.rule;
  return path.kind === 'regex' ? path.pattern : path.path;
}

/**
 * At most 16 rules and 128 matches to a route. Only matches of equal rank depend on the order of rules, and those differ in
 * headers alone: rules of one path stay together, so that splitting changes nothing.
 */
function chunkDrafts(gathered: Gathered): Gathered[] {
  const chunks: { drafts: RuleDraft[]; comments: Map<number, string[]> }[] = [];
  let current: { drafts: RuleDraft[]; comments: Map<number, string[]> } = { drafts: [], comments: new Map() };
  let matches = 0;
  const { drafts, comments } = gathered;
  for (let i = 0; i < drafts.length; ) {
    let end = i + 1;
    while (end < drafts.length && samePath(drafts[i], drafts[end])) end += 1;
    const group = drafts.slice(i, end);
    const groupMatches = group.reduce((sum, d) => sum + d.rule.matches.length, 0);
    if (
      current.drafts.length > 0 &&
      (current.drafts.length + group.length > MAX_RULES || matches + groupMatches > MAX_MATCHES_IN_ALL)
    ) {
      chunks.push(current);
      current = { drafts: [], comments: new Map() };
      matches = 0;
    }
    for (let j = i; j < end; j += 1) {
      const lines = comments.get(j);
      if (lines !== undefined) current.comments.set(current.drafts.length, lines);
      const draft = drafts[j];
      if (draft !== undefined) current.drafts.push(draft);
    }
    matches += groupMatches;
    i = end;
  }
  const last = comments.get(drafts.length);
  if (last !== undefined) current.comments.set(current.drafts.length, last);
  chunks.push(current);
  return chunks;
}

function samePath(a: RuleDraft | undefined, b: RuleDraft | undefined): boolean {
  const [x, y] = [a?.rule.matches[0]?.path, b?.rule.matches[0]?.path];
  return x !== undefined && y !== undefined && x.type === y.type && x.value === y.value;
}

function chunkHostnames(host: VirtualHost): string[][] {
  if (host.host.kind === 'any') return [[]];
  const all = [formatHost(host.host), ...host.aliases.map((a) => formatHost(a.value))];
  const chunks: string[][] = [];
  for (let i = 0; i < all.length; i += MAX_HOSTNAMES) chunks.push(all.slice(i, i + MAX_HOSTNAMES));
  return chunks;
}

/** Metadata of an object that belongs to one source. */
export function metadata(name: string, owner: Owner): KubernetesObject['metadata'] {
  const labels = validLabels(owner.labels);
  return {
    name,
    ...(owner.namespace === undefined ? {} : { namespace: owner.namespace }),
    ...(labels === undefined ? {} : { labels }),
  };
}

export type { HttpRouteRule };
