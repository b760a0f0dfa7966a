import type { EmittedObject, KubernetesObject } from '../../conversion.js';
import type { GrpcRouteRule, HttpRouteMatch, HttpRouteRule, ParentRef } from '../../kubernetes/gateway-api.js';
import type { Ledger } from '../../ledger/ledger.js';
import { type EmittedRef, refAt } from '../../ledger/verdict.js';
import { formatHost } from '../../model/host-pattern.js';
import type { Owner, VirtualHost } from '../../model/traffic.js';
import { hostInName, type Names } from '../names.js';
import { metadata, originComments, originsOf, sourceLine } from '../object-metadata.js';
import type { PlannedRule, RuleDraft } from './draft.js';
import type { Features } from './features.js';
import { asGrpcDraft, toGrpcRule } from './grpc.js';
import { isPublished } from './host-groups.js';
import type { HostPlan } from './host-plan.js';
import { HostRefs } from './host-refs.js';
import { sayHost } from './host-remarks.js';
import type { PolicyWriter } from './profiles/implementation.js';
import type { PolicyBook } from './profiles/policy-book.js';
import { sayRedirected } from './redirect-remarks.js';
import { redirectStatus } from './redirect-rules.js';
import { type Grants, serviceRefsOf } from './references.js';
import { chunkDrafts, chunkHostnames, type Gathered, gather, partByPolicies, sameRules } from './route-parts.js';
import type { Attachment } from './topology.js';

const MAX_MATCHES = 64;

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

  readonly #sourceName: string;

  readonly #book: PolicyBook;

  readonly #reach: PolicyWriter['reach'];

  constructor(
    ledger: Ledger,
    features: Features,
    names: Names,
    grants: Grants,
    sourceName: string,
    book: PolicyBook,
    reach: PolicyWriter['reach'] = 'rule',
  ) {
    this.#book = book;
    this.#reach = reach;
    this.#sourceName = sourceName;
    this.#grants = grants;
    this.#ledger = ledger;
    this.#features = features;
    this.#names = names;
  }

  /**
   * The routes of one host: one for each Ingress that has rules on it, and those for plain HTTP where they differ.
   *
   * @param grpc whether they are GRPCRoutes
   */
  write(plan: HostPlan, attachment: Attachment, grpc: boolean): void {
    const refs = new HostRefs();
    const secure = attachment.https !== undefined;
    const keptHttp = plan.planned.some((p) => p.http.length > 0 && !p.httpNeedsHeader);
    for (const [owner, mine] of byOwner(plan.planned))
      refs.add(owner, this.#writeOwner(plan, owner, mine, attachment, grpc, secure));
    this.#writeRedirects(plan, attachment, keptHttp, refs);
    sayHost(plan, refs, this.#sourceName, this.#ledger);
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
      // The rules of plain HTTP also say that nothing is redirected.
      const drafts = withClaims(http.drafts, https.drafts);
      return this.#writeRoute({ ...base, role: '', parents: onBoth, gathered: { ...https, drafts } });
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
    const parts = this.#reach === 'route' ? partByPolicies(gathered) : [gathered];
    const chunks = parts.flatMap(chunkDrafts);
    const hostChunks = chunkHostnames(plan.host);
    hostChunks.forEach((hostnames, h) => {
      chunks.forEach((chunk, c) => {
        const suffix = [role, h > 0 ? `hosts-${h + 1}` : '', c > 0 ? String(c + 1) : '']
          .filter((s) => s !== '')
          .map((s) => `-${s}`)
          .join('');
        const name = this.#nameOf(kind, owner, plan.host, suffix);
        const drafts = grpc ? chunk.drafts.map(asGrpcDraft) : chunk.drafts;
        const plain: readonly (HttpRouteRule | GrpcRouteRule)[] = grpc
          ? chunk.drafts.map((d) => toGrpcRule(d.rule) ?? {})
          : chunk.drafts.map((d) => d.rule);
        const parents = route.parents(hostnames);
        const rules = this.#book.tie({ kind, name, owner, parents }, drafts, plain);
        const object: KubernetesObject = {
          apiVersion: 'gateway.networking.k8s.io/v1',
          kind,
          metadata: metadata(name, owner),
          spec: { parentRefs: parents, ...(hostnames.length === 0 ? {} : { hostnames }), rules },
        };
        for (const ref of drafts.flatMap((d) => serviceRefsOf(d.rule))) {
          this.#grants.need(kind, owner.namespace, 'Service', ref.namespace, ref.name, [owner]);
        }
        const owners = [owner, ...drafts.flatMap((d) => d.owners ?? [])];
        const sources = [...new Set(owners.map(sourceLine))];
        const origins = originsOf(owners);
        this.emitted.push({ object, sources, origins, comments: [], ruleComments: chunk.comments });
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
      const rule = `spec.rules[${index}]`;
      const emitted = at === undefined ? remark.emitted : [refAt(ref, at === '' ? rule : `${rule}.${at}`)];
      this.#ledger.sayAll(items, remark, emitted);
    }
  }

  /** Plain HTTP that goes to https: routes of their own on the HTTP listener. */
  #writeRedirects(plan: HostPlan, attachment: Attachment, keptHttp: boolean, refs: HostRefs): void {
    const redirected = plan.planned.filter((p) => p.redirects && p.rule.plainHttp.kind === 'redirect');
    if (redirected.length === 0 || !isPublished(plan)) return;
    const root = redirected.find((p) => p.rule.path.kind !== 'exact' && pathOf(p) === '/');
    if (!keptHttp && root !== undefined && redirectsAlike(redirected)) {
      const everything = [{ path: { type: 'PathPrefix', value: '/' } as const }];
      const comments = originComments(root.rule);
      refs.add(
        root.rule.owner,
        this.#writeRedirect(plan, root.rule.owner, attachment, everything, redirected, comments),
      );
      return;
    }
    const seen = new Set<string>();
    for (const [owner, mine] of byOwner(redirected)) {
      const matches: HttpRouteMatch[] = [];
      const paths = mine.flatMap((p) => p.passedBy ?? p.https.flatMap((d) => d.rule.matches.map(({ path }) => path)));
      for (const path of paths) {
        const key = `${path.type} ${path.value}`;
        if (seen.has(key)) continue;
        seen.add(key);
        matches.push({ path });
      }
      const unnamed = mine.find((p) => p.https.length === 0 && p.rule.path.kind !== 'exact' && pathOf(p) === '/');
      if (unnamed !== undefined && !seen.has('PathPrefix /')) {
        seen.add('PathPrefix /');
        matches.push({ path: { type: 'PathPrefix', value: '/' } });
      }
      const comments = unnamed === undefined ? [] : originComments(unnamed.rule).map((line) => `PathPrefix / ${line}`);
      if (matches.length > 0) refs.add(owner, this.#writeRedirect(plan, owner, attachment, matches, mine, comments));
    }
  }

  #writeRedirect(
    plan: HostPlan,
    owner: Owner,
    attachment: Attachment,
    matches: readonly HttpRouteMatch[],
    redirected: readonly PlannedRule[],
    comments: readonly string[],
  ): EmittedRef[] {
    const plain = redirected[0]?.rule.plainHttp;
    const wanted = plain?.kind === 'redirect' ? plain.status : 308;
    // Of the standard port a filter says nothing: the Location names none.
    const named = plain?.kind === 'redirect' ? plain.port?.value : undefined;
    const port = named === undefined || named === 443 ? {} : { port: named };
    const statusCode = redirectStatus(wanted, this.#features);
    const drafts: RuleDraft[] = [];
    for (let i = 0; i < matches.length; i += MAX_MATCHES) {
      drafts.push({
        rule: {
          matches: matches.slice(i, i + MAX_MATCHES),
          filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', ...port, statusCode } }],
        },
        claims: [],
        comments: i === 0 ? comments : [],
      });
    }
    const refs = this.#writeRoute({
      plan,
      owner,
      role: 'redirect',
      grpc: false,
      parents: (hostnames) => attachment.http(owner.namespace, hostnames),
      gathered: { drafts, comments: comments.length === 0 ? new Map() : new Map([[0, [...comments]]]) },
    });
    const emitted = refs.map((ref) => refAt(ref, 'spec.rules[0].filters[0].requestRedirect'));
    sayRedirected(plan, redirected, { wanted, statusCode, version: this.#features.version }, emitted, this.#ledger);
    return refs;
  }

  #nameOf(kind: string, owner: Owner, host: VirtualHost, suffix: string): string {
    const identity = `${sourceLine(owner)}:${owner.source.column}\n${formatHost(host.host)}\n${suffix}`;
    return this.#names.give(
      `${kind}\n${owner.namespace ?? ''}`,
      `${owner.ref.name}-${hostInName(host.host)}${suffix}`,
      identity,
    );
  }
}

function pathOf(planned: PlannedRule): string {
  const { path } = planned.rule;
  return path.kind === 'regex' ? path.pattern : path.path;
}

/** Rules that are written once for both schemes, with what only the other scheme says of items. */
function withClaims(drafts: readonly RuleDraft[], others: readonly RuleDraft[]): RuleDraft[] {
  return drafts.map((draft, index) => {
    const spoken = new Set(draft.claims.flatMap(({ items }) => items));
    const rest = others[index]?.claims.filter(({ items }) => items.some((item) => !spoken.has(item))) ?? [];
    return rest.length === 0 ? draft : { ...draft, claims: [...draft.claims, ...rest] };
  });
}

/** Planned rules by the object that they were written in, in the order of their first rules. */
function byOwner(planned: readonly PlannedRule[]): Map<Owner, PlannedRule[]> {
  const groups = new Map<Owner, PlannedRule[]>();
  for (const one of planned) {
    const group = groups.get(one.rule.owner);
    if (group === undefined) groups.set(one.rule.owner, [one]);
    else group.push(one);
  }
  return groups;
}

/** One redirect can only stand for all of them where they have the same status and port. */
function redirectsAlike(redirected: readonly PlannedRule[]): boolean {
  const forms = redirected.map(({ rule: { plainHttp } }) =>
    plainHttp.kind === 'redirect' ? `${plainHttp.status} ${plainHttp.port?.value ?? ''}` : '',
  );
  return new Set(forms).size <= 1;
}
