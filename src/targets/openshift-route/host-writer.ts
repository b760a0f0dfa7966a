import type { EmittedRef } from '../../ledger/verdict.js';
import { formatHost } from '../../model/host-pattern.js';
import type { Cors } from '../../model/policies.js';
import type { ItemId } from '../../model/traced.js';
import { isNotFound, type Owner, type VirtualHost } from '../../model/traffic.js';
import { sourceLine } from '../object-metadata.js';
import type { CertificateAccess } from './certificate-access.js';
import type { HostPlan } from './host-plan.js';
import { routeHosts } from './hosts.js';
import { addsSlash } from './path-cells.js';
import { closedSpellings, pathOf } from './path-claims.js';
import { PathHomes } from './path-homes.js';
import { ownersByNamespace, severalNamespaces } from './path-namespaces.js';
import type { Point } from './path-points.js';
import type { Planning } from './planning.js';
import type { HostContext, RouteWriter } from './route-writer.js';
import type { RemarkableHosts } from './run-remarks.js';
import { certificateFor, type RouteCertificate } from './security.js';
import { isOpen, type Standing } from './standing.js';
import { ownItems, pathText, sayAccepted, sayGoesAlong, withhold } from './withholding.js';

/** Writes the Routes of hosts, and says what became of the rules that have none. */
export class HostWriter {
  readonly closingComments: string[] = [];
  readonly #planning: Planning;
  readonly #writer: RouteWriter;
  readonly #access: CertificateAccess;
  readonly #taken: ReadonlySet<string>;
  /** CORS of paths that no rule names, which only preflights see. */
  readonly #unserved: Cors[] = [];
  readonly #toldOfCors = new Set<ItemId>();
  /** Hosts about which there is something to say once for a run. */
  readonly hosts: RemarkableHosts = { withoutHttps: [], defaultCertificate: [], defaultBackend: [] };

  constructor(planning: Planning, writer: RouteWriter, access: CertificateAccess, taken: ReadonlySet<string>) {
    this.#planning = planning;
    this.#writer = writer;
    this.#access = access;
    this.#taken = taken;
  }

  /** To be called once all hosts are written: says what nobody has a Route to say it of. */
  sayRest(): void {
    const message =
      'preflight requests (OPTIONS) of paths that nothing serves are answered 503 like all others; the controller answers them 204';
    for (const { enabled } of this.#unserved)
      for (const item of enabled.from)
        if (!this.#toldOfCors.has(item))
          this.#planning.ledger.say(item, { verdict: 'unsupported', code: 'RS2187', message });
  }

  write(plan: HostPlan, isSecured: boolean): void {
    const { host, standings, points } = plan;
    const { ledger } = this.#planning;
    const closedFor = new Map<Standing, Point[]>();
    for (const point of points) {
      const { closes } = point;
      if (point.open === undefined && closes !== undefined)
        closedFor.set(closes, [...(closedFor.get(closes) ?? []), point]);
    }
    const homes = new PathHomes(points, standings);
    const reasons = this.#sayClosed(plan, closedFor, homes);
    const refs = this.#writePoints(plan, isSecured, reasons, homes);
    for (const standing of standings) {
      if (!isOpen(standing)) continue;
      sayAccepted(standing.accepted, ledger);
      for (const item of standing.reader.rule.policies.cors?.enabled.from ?? []) this.#toldOfCors.add(item);
    }
    this.#sayHost(plan, refs);
    if (host.tls.kind === 'default' && refs.length > 0)
      this.hosts[isSecured ? 'defaultCertificate' : 'withoutHttps'].push(formatHost(host.host));
    if (standings.some(({ reader, holding }) => holding.length > 0 && reader.rule.from.length === 0))
      this.hosts.defaultBackend.push(formatHost(host.host));
  }

  #writePoints(
    { host, points, above, besides }: HostPlan,
    isSecured: boolean,
    reasons: ReadonlyMap<Standing, string>,
    homes: PathHomes,
  ): EmittedRef[] {
    const { hosts, lost } = routeHosts(host, this.#taken, this.#planning.router);
    const fallback = host.rules[0]?.owner;
    if (fallback === undefined) return [];
    if (hosts.length > 0) for (const { items, remark } of lost) this.#planning.ledger.sayAll(items, remark);
    const context: HostContext = { isSecured, certificateOf: this.#certificates(host, isSecured) };
    const refs: EmittedRef[] = [];
    const owners = ownersByNamespace(points, above, besides);
    // Whichever namespace is admitted has to close a path; the Route stands for the rule where that is of the namespace.
    const closers = (closes: Standing | undefined): Owner[] => {
      const own = closes?.reader.rule.owner ?? fallback;
      return [...owners].map(([namespace, owner]) => (namespace === own.namespace ? own : owner));
    };
    for (const name of hosts) {
      for (const point of points) {
        const sharing = homes.of(point);
        const why = point.closes === undefined ? undefined : reasons.get(point.closes);
        const [first] = sharing;
        if (first !== undefined) refs.push(...this.#writer.writeOpen(point, sharing, name, context));
        else
          for (const owner of closers(point.closes))
            refs.push(
              this.#writer.writeClosed(point, owner, name, context, [
                why ?? 'nothing serves these paths at the source',
              ]),
            );
      }
    }
    if (owners.size > 1)
      this.#planning.ledger.sayAll(
        host.from,
        severalNamespaces(formatHost(host.host), new Set(owners.keys()), this.#planning.router),
      );
    return refs;
  }

  /** The certificate of a host for the Routes of each owner, and leave for the router to read it. */
  #certificates(host: VirtualHost, isSecured: boolean): (owner: Owner) => RouteCertificate {
    const known = new Map<string | undefined, RouteCertificate>();
    return (owner) => {
      const found = known.get(owner.namespace) ?? certificateFor(host, owner.namespace, this.#planning);
      known.set(owner.namespace, found);
      if (isSecured && found.reads !== undefined) this.#access.add(owner.namespace, found.reads, owner);
      return found;
    };
  }

  /** Says what became of every rule without Routes of its own; answers why the paths of a rule are closed. */
  #sayClosed(
    { host, standings, points, unreachable }: HostPlan,
    closedFor: ReadonlyMap<Standing, readonly Point[]>,
    homes: PathHomes,
  ): Map<Standing, string> {
    const { ledger } = this.#planning;
    const reasons = new Map<Standing, string>();
    for (const standing of standings) {
      const { rule } = standing.reader;
      const isClosed = closedFor.has(standing);
      const why = unreachable.get(standing);
      if (standing.isPassed) {
        reasons.set(standing, 'the source redirects plain HTTP of these paths to https, which no Route here can do');
        this.#sayPassedBy(standing, closedFor.get(standing) ?? []);
      } else if (standing.holding.length > 0 && why === undefined) {
        const comment = withhold(host, standing, isClosed, this.#planning);
        reasons.set(standing, comment);
        for (const note of standing.notes) ledger.sayAll(rule.from, note);
        if (points.some(({ open }) => open !== undefined)) this.#sayClosedSpellings(standing);
        if (!isClosed) this.closingComments.push(sourceLine(rule.owner), comment);
      } else if (why !== undefined) this.#sayUnreachable(standing, why);
      else if (rule.action.kind === 'respond') {
        if (isNotFound(rule.action)) {
          if (rule.policies.cors !== undefined) this.#unserved.push(rule.policies.cors);
          continue;
        }
        reasons.set(standing, `closed: ${rule.action.reason}`);
        this.#sayAnswer(standing, rule.action, isClosed, host, isSlashless(standing, standings));
      } else if (rule.action.kind === 'redirect') this.#sayRedirect(standing);
      else {
        this.#sayPartlyClosed(standing, closedFor.get(standing) ?? []);
        this.#sayWithoutRoute(standing, homes);
      }
    }
    for (const standing of standings) {
      const { action } = standing.reader.rule;
      if (!isOpen(standing) && action.kind !== 'respond') sayGoesAlong(standing.reader.rule, ledger);
    }
    return reasons;
  }

  /** Closing Routes are as exact as others: what the source takes besides is not closed by them. */
  #sayClosedSpellings({ reader }: Standing): void {
    for (const { items, remark } of closedSpellings(reader)) this.#planning.ledger.sayAll(items, remark);
  }

  #sayAnswer(
    { reader }: Standing,
    { reason, status, from }: { readonly reason: string; readonly status: number; readonly from: readonly number[] },
    isClosed: boolean,
    host: VirtualHost,
    isSlashless: boolean,
  ): void {
    // The controller only redirects it to the final slash where it passes requests on (semantics §6).
    const more = isSlashless ? `; ${pathText(reader.rule)} without a final slash is closed with it` : '';
    const how = isClosed
      ? 'a Route without backend keeps the path closed and answers'
      : 'no Route takes the path, so that the router answers';
    const items = [...new Set([...from, ...reader.rule.from])];
    // What the controller adds to a host by itself is written nowhere else.
    this.#planning.ledger.sayAll(items.length > 0 ? items : host.from, {
      verdict: 'approximated',
      code: 'RS2161',
      severity: 'warning',
      message: `${reason}; ${how} 503${status === 503 ? '' : ` instead of ${status}`}${more}`,
      next: 'Correct the cause if the path is meant to be served.',
    });
  }

  #sayRedirect(standing: Standing): void {
    const { rule } = standing.reader;
    if (rule.action.kind !== 'redirect') return;
    const { from, value } = rule.action.redirect;
    if (addsSlash(standing)) {
      const message = `the controller redirects ${pathText(rule)} to the path with a final slash; the Route hands it to the backend as it is`;
      this.#planning.ledger.sayAll(from, { verdict: 'approximated', code: 'RS2198', message });
      return;
    }
    const message = `no Route redirects / to ${value.path ?? 'another path'}: / goes to the backend, if a path of the host serves it`;
    const next = 'Redirect in the application.';
    this.#planning.ledger.sayAll(from, { verdict: 'unsupported', code: 'RS2166', severity: 'warning', message, next });
  }

  #sayPassedBy({ reader }: Standing, closed: readonly Point[]): void {
    const { rule } = reader;
    const { ledger } = this.#planning;
    if (rule.plainHttp.kind !== 'redirect') return;
    if (closed.length > 0) {
      const message = `plain HTTP of ${closed.map(pathOf).join(', ')}, which the controller redirects to https, is closed: a Route serves the paths above, and the passthrough Route only redirects what no other Route takes`;
      const next = 'Redirect the paths above, too.';
      const items = rule.from.length > 0 ? rule.from : rule.plainHttp.from;
      ledger.sayAll(items, { verdict: 'unsupported', code: 'RS2163', severity: 'error', message, next });
    }
    const redirect = [
      ...rule.plainHttp.from,
      ...rule.plainHttp.keepsTrailingSlash.from,
      ...(rule.plainHttp.unless?.from ?? []),
    ];
    const message =
      'TLS passes through to the backend unopened and plain HTTP is only redirected, so it acts on no HTTP request';
    for (const item of ownItems(rule, ledger))
      if (!redirect.includes(item) && ledger.isSilent(item))
        ledger.say(item, { verdict: 'redundant', code: 'RS1207', message });
  }

  #sayUnreachable({ reader }: Standing, why: string): void {
    const { rule } = reader;
    const { ledger } = this.#planning;
    for (const item of ownItems(rule, ledger)) {
      const severity = rule.from.includes(item) ? 'warning' : 'info';
      const message = `no request ever reaches ${rule.label}: ${why}`;
      ledger.say(item, { verdict: 'redundant', code: 'RS1007', severity, message });
    }
  }

  /** An open rule some of whose paths had to be closed. */
  #sayPartlyClosed({ reader }: Standing, closed: readonly Point[]): void {
    if (closed.length === 0) return;
    const paths = closed.map(pathOf).join(', ');
    const message = `${paths} of this rule is closed: no Route can rewrite it as the source does`;
    const next = 'Write the paths in letters, digits and the signs - . _ ~ only.';
    this.#planning.ledger.sayAll(reader.rule.from, {
      verdict: 'unsupported',
      code: 'RS2163',
      severity: 'error',
      message,
      next,
    });
  }

  /** What there is to say of the paths of a rule that has no Route, such as one that is part of another Route. */
  #sayWithoutRoute(standing: Standing, homes: PathHomes): void {
    if (homes.isTold(standing)) return;
    for (const note of standing.notes) this.#planning.ledger.sayAll(standing.reader.rule.from, note);
  }

  #sayHost({ host, standings }: HostPlan, refs: readonly EmittedRef[]): void {
    // What a passthrough Route does for the host, it says itself.
    if (refs.length > 0 || host.tls.kind === 'http-only') return;
    const { ledger } = this.#planning;
    const name = host.host.kind === 'any' ? 'unknown hosts' : formatHost(host.host);
    const message = `nothing is published for ${name}`;
    const withheld = standings.some(({ holding }) => holding.length > 0);
    const items = [...host.from, ...host.aliases.flatMap(({ from }) => from)];
    ledger.sayAll(
      items,
      withheld ? { verdict: 'manual', code: 'RS1700', message } : { verdict: 'redundant', code: 'RS1018', message },
    );
    if (host.tls.kind === 'terminate')
      ledger.sayAll(host.tls.from, { verdict: 'manual', code: 'RS1700', severity: 'info', message });
  }
}

/** Whether the answer is one for a path without the final slash that the Ingress gives it. */
function isSlashless({ index, reader: { rule } }: Standing, standings: readonly Standing[]): boolean {
  const next = standings[index + 1]?.reader.rule;
  return (
    rule.path.kind === 'exact' &&
    next?.path.kind === 'element-prefix' &&
    next.path.path === rule.path.path &&
    next.label === rule.label &&
    next.owner === rule.owner
  );
}
