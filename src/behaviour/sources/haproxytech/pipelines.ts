import type { StoredIngress } from './ingress-objects.js';
import { type Rule, ruleId } from './rules.js';

/** Where requests come in. `passthrough` is the TCP listener before HTTPS, which exists once an Ingress asks for it. */
export type Frontend = 'http' | 'https' | 'passthrough';

/** An Ingress with the rules that its paths carry along. */
export interface CompiledIngress {
  readonly source: StoredIngress;
  readonly rules: readonly Rule[];
  /** The names of its rules, as they follow the backend in the maps. */
  ids(): readonly string[];
}

export function compileIngress(source: StoredIngress, rules: readonly Rule[]): CompiledIngress {
  let ids: readonly string[] | undefined;
  return {
    source,
    rules,
    ids: () => {
      ids ??= rules.map(ruleId);
      return ids;
    },
  };
}

/** The rules of a frontend that apply to requests of one Ingress, or to those that no path takes. */
export class Pipelines {
  private readonly shared: readonly Rule[];
  private readonly sources: readonly Rule[];
  private readonly order = new Map<string, number>();
  private readonly passthrough: boolean;
  private readonly known = new Map<string, readonly Rule[]>();

  /**
   * Rules of the ConfigMap are there for every request, unless an Ingress inherits the same rule, which then is one for
   * those who inherit it; redirects are never there for every request (addRules in pkg/ingress; reference §2.1).
   */
  constructor(ofConfig: readonly Rule[], ingresses: readonly CompiledIngress[], passthrough: boolean) {
    const inherited = new Set(ingresses.flatMap(({ rules }) => rules.map(({ identity }) => identity)));
    this.passthrough = passthrough;
    const sources = ingresses.flatMap(({ rules }) => rules.filter(({ action }) => action.kind === 'set-source'));
    this.sources = [...new Map(sources.map((rule) => [rule.identity, rule])).values()];
    for (const { identity } of [...ofConfig, ...ingresses.flatMap(({ rules }) => rules)]) {
      if (!this.order.has(identity)) this.order.set(identity, this.order.size);
    }
    this.shared = ofConfig.filter(
      ({ identity, action }) =>
        !inherited.has(identity) && action.kind !== 'redirect' && action.kind !== 'redirect-to-https',
    );
  }

  /** In the order in which HAProxy evaluates them: by phase, then as they were first met. */
  rulesFor(frontend: Frontend, ingress: CompiledIngress | undefined): readonly Rule[] {
    const key = `${frontend} ${ingress?.source.key ?? ''}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const place = ({ identity }: Rule): number => this.order.get(identity) ?? 0;
    const rules = [...this.sharedFor(ingress), ...(ingress?.rules ?? [])]
      .filter((rule) => this.standsIn(frontend, rule))
      .sort((a, b) => a.phase - b.phase || place(a) - place(b));
    this.known.set(key, rules);
    return rules;
  }

  /** src-ip-header of anybody also holds for requests that no path takes, and that of the ConfigMap alone for no other. */
  private sharedFor(ingress: CompiledIngress | undefined): readonly Rule[] {
    return ingress === undefined
      ? [...this.shared, ...this.sources]
      : this.shared.filter(({ action }) => action.kind !== 'set-source');
  }

  private standsIn(frontend: Frontend, { action: { kind } }: Rule): boolean {
    switch (frontend) {
      case 'http':
        return true;
      case 'https':
        return kind !== 'redirect-to-https' && !(this.passthrough && kind === 'deny');
      case 'passthrough':
        return kind === 'deny';
    }
  }
}
