import type { EmittedObject, KubernetesObject } from '../../conversion.js';
import type { GrpcRouteRule, HttpRouteMatch, HttpRouteRule, ParentRef } from '../../kubernetes/gateway-api.js';
import type { Ledger } from '../../ledger/ledger.js';
import { type EmittedRef, refAt } from '../../ledger/verdict.js';
import { formatHost } from '../../model/host-pattern.js';
import type { Owner, VirtualHost } from '../../model/traffic.js';
import { hostInName, type Names } from '../names.js';
import { type Authors, metadata, originComments, originsOf, soleAuthor, sourceLine } from '../object-metadata.js';
import type { Attachment } from './attachment.js';
import type { Claim, PlannedRule, RuleDraft } from './draft.js';
import type { Features } from './features.js';
import { asGrpcDraft, toGrpcRule } from './grpc.js';
import type { HostPlan } from './host-plan.js';
import { HostRefs } from './host-refs.js';
import { sayHost } from './host-remarks.js';
import type { Scheme } from './planning.js';
import type { PolicyWriter } from './profiles/implementation.js';
import type { PolicyBook } from './profiles/policy-book.js';
import { RedirectRemarks } from './redirect-remarks.js';
import { isRedirected, redirectStatus, redirectsAlike } from './redirect-rules.js';
import { foreignServicesOf, type Grants } from './references.js';
import {
  byOwner,
  chunkDrafts,
  chunkHostnames,
  chunkMatches,
  type Gathered,
  gather,
  NOTHING_GATHERED,
  partByPolicies,
  sameRules,
  withClaims,
} from './route-parts.js';
import { RulePaths } from './rule-paths.js';

/** What becomes the routes of one object on one host, or those of its redirects. */
interface RouteDraft {
  readonly plan: HostPlan;
  readonly owner: Owner;
  readonly attachment: Attachment;
  /** The listeners that they attach to. */
  readonly on: Scheme | 'both';
  /** What their names end with; '' for the routes that most hosts have only. */
  readonly role: '' | 'http' | 'redirect';
  readonly grpc: boolean;
  readonly gathered: Gathered;
}

/** Writes the routes of hosts and tells the ledger where everything stands. */
export class RouteWriter {
  readonly emitted: EmittedObject[] = [];
  readonly closingComments: string[] = [];
  readonly #ledger: Ledger;
  readonly #features: Features;
  readonly #names: Names;

  readonly #grants: Grants;

  readonly #sourceName: string;

  /** Absent where the implementation has no policies. */
  readonly #book: PolicyBook | undefined;

  readonly #reach: PolicyWriter['reach'];

  readonly #redirects: RedirectRemarks;

  readonly #paths = new RulePaths();

  constructor(
    ledger: Ledger,
    features: Features,
    names: Names,
    grants: Grants,
    sourceName: string,
    book: PolicyBook | undefined,
    reach: PolicyWriter['reach'] = 'rule',
  ) {
    this.#book = book;
    this.#reach = reach;
    this.#sourceName = sourceName;
    this.#grants = grants;
    this.#ledger = ledger;
    this.#features = features;
    this.#names = names;
    this.#redirects = new RedirectRemarks(features, ledger);
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
    const https = secure ? gather(mine, 'https') : NOTHING_GATHERED;
    const http = gather(mine, 'http');
    if (https.drafts.length === 0 && http.drafts.length === 0) {
      for (const lines of http.comments.values()) this.closingComments.push(sourceLine(owner), ...lines);
      return [];
    }
    if (https.drafts.length > 0 && sameRules(https.drafts, http.drafts)) {
      // The rules of plain HTTP also say that nothing is redirected.
      const gathered = { drafts: withClaims(http.drafts, https.drafts), comments: https.comments };
      return this.#writeRoute({ plan, owner, attachment, on: 'both', role: '', grpc, gathered });
    }
    if (http.drafts.length === 0)
      return this.#writeRoute({ plan, owner, attachment, on: 'https', role: '', grpc, gathered: https });
    if (https.drafts.length === 0)
      return this.#writeRoute({ plan, owner, attachment, on: 'http', role: '', grpc, gathered: http });
    // What the comments say is said above the rules of https.
    const bare = { drafts: http.drafts, comments: NOTHING_GATHERED.comments };
    return [
      ...this.#writeRoute({ plan, owner, attachment, on: 'https', role: '', grpc, gathered: https }),
      ...this.#writeRoute({ plan, owner, attachment, on: 'http', role: 'http', grpc, gathered: bare }),
    ];
  }

  /** Writes as many routes as the limits of one ask for. */
  #writeRoute(route: RouteDraft): EmittedRef[] {
    const { plan, role, gathered } = route;
    const refs: EmittedRef[] = [];
    const chunks = this.#reach === 'route' ? partByPolicies(gathered).flatMap(chunkDrafts) : chunkDrafts(gathered);
    const ending = role === '' ? '' : `-${role}`;
    let h = 0;
    for (const hostnames of chunkHostnames(plan.host)) {
      h += 1;
      const ofHosts = h === 1 ? ending : `${ending}-hosts-${h}`;
      let c = 0;
      for (const chunk of chunks) {
        c += 1;
        refs.push(this.#writeChunk(route, hostnames, chunk, c === 1 ? ofHosts : `${ofHosts}-${c}`));
      }
    }
    return refs;
  }

  #writeChunk(route: RouteDraft, hostnames: readonly string[], chunk: Gathered, suffix: string): EmittedRef {
    const { plan, owner, grpc } = route;
    const kind = grpc ? 'GRPCRoute' : 'HTTPRoute';
    const name = this.#nameOf(kind, owner, plan.host, suffix);
    const drafts = grpc ? chunk.drafts.map(asGrpcDraft) : chunk.drafts;
    const plain: readonly (HttpRouteRule | GrpcRouteRule)[] = grpc
      ? chunk.drafts.map((d) => toGrpcRule(d.rule) ?? {})
      : chunk.drafts.map((d) => d.rule);
    const parentRefs = parentsOf(route, hostnames);
    const rules = this.#book?.tie({ kind, name, owner, parents: parentRefs }, drafts, plain) ?? plain;
    const object: KubernetesObject = {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind,
      metadata: metadata(name, owner),
      spec: hostnames.length === 0 ? { parentRefs, rules } : { parentRefs, hostnames, rules },
    };
    for (const { rule } of drafts)
      for (const ref of foreignServicesOf(rule))
        this.#grants.need(kind, owner.namespace, 'Service', ref.namespace, ref.name, [owner]);
    const { sources, origins } = authorsOf(owner, drafts);
    this.emitted.push({ object, sources, origins, comments: NO_COMMENTS, ruleComments: chunk.comments });
    const ref: EmittedRef = { apiVersion: object.apiVersion, kind, namespace: owner.namespace, name };
    let index = 0;
    for (const { claims } of drafts) this.#sayClaims(claims, ref, index++);
    return ref;
  }

  #sayClaims(claims: readonly Claim[], ref: EmittedRef, index: number): void {
    let last: string | undefined;
    let there: readonly EmittedRef[] = [];
    for (const { items, remark, at } of claims) {
      if (at === undefined) {
        this.#ledger.sayAll(items, remark);
        continue;
      }
      // Claims on one field, such as the headers of a filter, follow each other.
      if (at !== last) there = [refAt(ref, this.#paths.of(index, at))];
      last = at;
      this.#ledger.sayAll(items, remark, there);
    }
  }

  /** Plain HTTP that goes to https: routes of their own on the HTTP listener. */
  #writeRedirects(plan: HostPlan, attachment: Attachment, keptHttp: boolean, refs: HostRefs): void {
    if (!plan.isPublished || !plan.planned.some(isRedirected)) return;
    const redirected = plan.planned.every(isRedirected) ? plan.planned : plan.planned.filter(isRedirected);
    const root = redirected.find((p) => p.rule.path.kind !== 'exact' && pathOf(p) === '/');
    if (!keptHttp && root !== undefined && redirectsAlike(redirected)) {
      const { owner } = root.rule;
      const comments = originComments(root.rule);
      refs.add(owner, this.#writeRedirect(plan, owner, attachment, EVERYTHING, redirected, comments));
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
      if (matches.length === 0) continue;
      // Kept to the end: a copy has no room to grow.
      refs.add(owner, this.#writeRedirect(plan, owner, attachment, matches.slice(), mine, comments));
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
    const drafts = chunkMatches(matches).map(
      (part, nth): RuleDraft => ({
        rule: {
          matches: part,
          filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', ...port, statusCode } }],
        },
        claims: NO_CLAIMS,
        comments: nth === 0 ? comments : NO_COMMENTS,
      }),
    );
    const refs = this.#writeRoute({
      plan,
      owner,
      attachment,
      on: 'http',
      role: 'redirect',
      grpc: false,
      gathered: { drafts, comments: comments.length === 0 ? NOTHING_GATHERED.comments : new Map([[0, comments]]) },
    });
    const emitted = refs.map((ref) => refAt(ref, 'spec.rules[0].filters[0].requestRedirect'));
    this.#redirects.say(plan, redirected, { wanted, statusCode }, emitted);
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

const NO_COMMENTS: readonly string[] = [];
const NO_CLAIMS: readonly Claim[] = [];
const EVERYTHING: readonly HttpRouteMatch[] = [{ path: { type: 'PathPrefix', value: '/' } }];

function parentsOf({ on, attachment, owner }: RouteDraft, hostnames: readonly string[]): ParentRef[] {
  const http = on === 'https' ? [] : attachment.http(owner.namespace, hostnames);
  const https = on === 'http' ? [] : (attachment.https?.(owner.namespace, hostnames) ?? []);
  return on === 'both' ? [...http, ...https] : on === 'http' ? http : https;
}

/** The object that a route is of, and those of others that its rules came from besides. */
function authorsOf(owner: Owner, drafts: readonly RuleDraft[]): Authors {
  if (!drafts.some(({ owners = [] }) => owners.length > 0)) return soleAuthor(owner);
  const owners = [owner, ...drafts.flatMap((draft) => draft.owners ?? [])];
  return { sources: [...new Set(owners.map(sourceLine))], origins: originsOf(owners) };
}

function pathOf(planned: PlannedRule): string {
  const { path } = planned.rule;
  return path.kind === 'regex' ? path.pattern : path.path;
}
