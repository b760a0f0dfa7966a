import { type HostPattern, isAround } from '../../model/host-pattern.js';
import type { TrafficModel, VirtualHost } from '../../model/traffic.js';
import { pathsOf, publishedOf } from './host-paths.js';
import type { PathPlan } from './path-entries.js';
import { matchesPath } from './path-order.js';
import { mayTake, takes } from './path-regions.js';
import type { Planning } from './planning.js';

/** Tells where a rule that is left out must be closed, because its requests would reach the backend of another one. */
export class Exposure {
  readonly #planning: Planning;
  readonly #bySuffix = new Map<string, VirtualHost[]>();
  readonly #any: VirtualHost[] = [];
  readonly #besides: readonly HostPattern[];
  readonly #published = new Map<VirtualHost, readonly PathPlan[]>();

  constructor(model: TrafficModel, planning: Planning) {
    this.#planning = planning;
    this.#besides = (model.besides ?? []).map(({ host }) => host);
    for (const host of model.hosts) {
      this.#note(host.host, host);
      for (const alias of host.aliases) this.#note(alias.value, host);
    }
  }

  /** Notes a name of a host, if it takes requests of more than one name. */
  #note(pattern: HostPattern, host: VirtualHost): void {
    if (pattern.kind === 'any') this.#any.push(host);
    if (pattern.kind !== 'wildcard') return;
    const known = this.#bySuffix.get(pattern.suffix);
    if (known === undefined) this.#bySuffix.set(pattern.suffix, [host]);
    else known.push(host);
  }

  /**
   * For the rules of one host: whether a published rule would take a request of a rule if that one were not there. A
   * gateway may also ask the rules of a wider host where those of the host itself do not match.
   */
  of(host: VirtualHost, paths: readonly PathPlan[]): (plan: PathPlan) => boolean {
    // What other controllers publish is not known here, so that whatever is left out is closed.
    const isBelowOthers =
      this.#besides.length > 0 && namesOf(host).some((name) => this.#besides.some((wide) => isAround(wide, name)));
    if (isBelowOthers) return () => true;
    let own: readonly PathPlan[] | undefined;
    let wider: readonly PathPlan[] | undefined;
    return (plan) => {
      // A rule that is alone on its host has no other there.
      own ??= paths.length > 1 ? publishedOf(paths, this.#planning) : [];
      if (own.length > 0 && isExposed(plan, own)) return true;
      wider ??= this.#publishedAround(host);
      return wider.some((other) => other.entries.some(({ match }) => mayTake(match, plan.rule.path)));
    };
  }

  #publishedAround(host: VirtualHost): readonly PathPlan[] {
    if (this.#any.length === 0 && this.#bySuffix.size === 0) return [];
    const wider = new Set(namesOf(host).flatMap((name) => this.#widerThan(name)));
    return [...wider].flatMap((other) => (other === host ? [] : this.#publishedBy(other)));
  }

  /** The hosts that would take the requests of a more specific one if that had no route. */
  #widerThan(host: HostPattern): VirtualHost[] {
    if (host.kind === 'any') return [];
    const found = [...this.#any];
    const name = host.kind === 'exact' ? host.name : host.suffix;
    for (let dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1))
      found.push(...(this.#bySuffix.get(name.slice(dot + 1)) ?? []));
    return found;
  }

  #publishedBy(host: VirtualHost): readonly PathPlan[] {
    let published = this.#published.get(host);
    if (published === undefined) {
      published = publishedOf(pathsOf(host, this.#planning), this.#planning);
      this.#published.set(host, published);
    }
    return published;
  }
}

function namesOf(host: VirtualHost): HostPattern[] {
  return [host.host, ...host.aliases.map((alias) => alias.value)];
}

/**
 * Within a host, a literal path below this one had its requests at the source already: only what takes this path itself, or
 * any path below it, exposes it. Expressions have no such order on the target, so what may overlap does.
 */
function isExposed(plan: PathPlan, published: readonly PathPlan[]): boolean {
  const samples = [...plan.entries, ...plan.closing].flatMap((e) =>
    e.match.type === 'RegularExpression' ? [] : [e.match.value, `${e.match.value.replace(/\/$/, '')}/x`],
  );
  return published.some((other) => {
    if (other === plan) return false;
    if (samples.some((path) => matchesPath(other.rule.path, path))) return true;
    return other.entries.some(({ match }) =>
      samples.length === 0 || match.type === 'RegularExpression'
        ? mayTake(match, plan.rule.path)
        : samples.some((path) => takes(match, path)),
    );
  });
}
