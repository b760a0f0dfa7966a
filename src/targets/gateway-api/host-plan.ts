import type { HostPattern } from '../../model/host-pattern.js';
import type { Certificate, Rule, TrafficModel, VirtualHost } from '../../model/traffic.js';
import { blockersOf } from './blockers.js';
import type { PlannedRule } from './draft.js';
import type { Guard, PathPlan } from './path-entries.js';
import { matchesPath } from './path-order.js';
import { planPaths } from './path-plan.js';
import type { Planning } from './planning.js';
import { heldBack } from './protections.js';
import { planRule } from './rule-plan.js';

/** A virtual host with what becomes of its rules. */
export interface HostPlan {
  readonly host: VirtualHost;
  readonly planned: readonly PlannedRule[];
  /** The certificate of its https listener; undefined where https is not served. */
  readonly certificate: Certificate | undefined;
}

/** Plans every host of the model. */
export function planHosts(model: TrafficModel, planning: Planning): HostPlan[] {
  const wider = new WiderHosts(model);
  return model.hosts.map((host) => {
    const paths = planPaths(host.rules, (rule) => guardOf(rule, planning));
    const covered = [host.host, ...host.aliases.map((a) => a.value)].some((pattern) => wider.cover(pattern));
    let published: readonly PathPlan[] | undefined;
    const exposed = (one: PathPlan): boolean => {
      if (covered) return true;
      published ??= paths.filter((p) => isPublishable(p, planning));
      return isExposed(one, published);
    };
    const planned = paths.map((plan) => planRule(host, plan, exposed, planning));
    return { host, planned, certificate: certificateOf(host, planned, planning) };
  });
}

function guardOf(rule: Rule, planning: Planning): Guard {
  if (rule.action.kind === 'respond') return rule.action.status === 404 ? 'none' : 'held';
  const missing = planning.protections.missing(rule.policies);
  if (heldBack(missing, planning.options, planning.ledger).holding.length > 0) return 'held';
  return rule.policies.externalAuth !== undefined && missing.length === 0 ? 'checked' : 'none';
}

/** Whether a rule will pass requests on to a backend. */
function isPublishable(plan: PathPlan, planning: Planning): boolean {
  if (plan.rule.action.kind !== 'forward' || plan.unreachable !== undefined || plan.entries.length === 0) return false;
  return heldBack(blockersOf(plan, planning), planning.options, planning.ledger).holding.length === 0;
}

/** The host patterns that would take the requests of a more specific host if that one had no route. */
class WiderHosts {
  readonly #suffixes = new Set<string>();
  #any = false;

  constructor(model: TrafficModel) {
    for (const { host, rules } of model.hosts) {
      if (!rules.some((r) => r.action.kind === 'forward')) continue;
      if (host.kind === 'wildcard') this.#suffixes.add(host.suffix);
      else if (host.kind === 'any') this.#any = true;
    }
  }

  cover(host: HostPattern): boolean {
    if (host.kind === 'any') return false;
    if (this.#any) return true;
    const name = host.kind === 'exact' ? host.name : host.suffix;
    for (let dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
      if (this.#suffixes.has(name.slice(dot + 1))) return true;
    }
    return false;
  }
}

/** Whether a published rule of the host would take a request of this one if this one were not there. */
function isExposed(plan: PathPlan, published: readonly PathPlan[]): boolean {
  const samples = [...plan.entries, ...plan.closing].flatMap((e) =>
    e.match.type === 'RegularExpression' ? [] : [e.match.value, `${e.match.value.replace(/\/$/, '')}/x`],
  );
  return published.some((other) => {
    if (other === plan) return false;
    // What an expression may match cannot be told apart: be on the safe side.
    return (
      samples.length === 0 ||
      samples.some((path) => matchesPath(other.rule.path, path)) ||
      other.entries.some((e) => e.match.type === 'RegularExpression')
    );
  });
}

function certificateOf(
  host: VirtualHost,
  planned: readonly PlannedRule[],
  planning: Planning,
): Certificate | undefined {
  switch (host.tls.kind) {
    case 'http-only':
      return undefined;
    case 'terminate':
      return host.tls.certificate;
    case 'default':
      // https is served with the default certificate; worth a listener where one is named or where clients are sent there.
      if (planning.options.defaultSslCertificate !== undefined) return { kind: 'default' };
      return planned.some((p) => p.redirects && p.https.length > 0) ? { kind: 'default' } : undefined;
  }
}
