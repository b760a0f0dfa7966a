import type { HostPattern } from '../../model/host-pattern.js';
import { type Traced, traced } from '../../model/traced.js';
import type { HostTls, Passthrough, Rule, VirtualHost } from '../../model/traffic.js';
import { servedAlias } from './aliases.js';
import { appRoot, hasAppRoot, plainRoot } from './app-root.js';
import type { Context, HostDraft, PathDraft } from './context.js';
import type { Gathered } from './gather.js';
import { sayHeaderPath, withHeaderPaths } from './header-canaries.js';
import { inAskedOrder } from './hidden-rules.js';
import { nameOf, pattern, wildcardAbove } from './host-names.js';
import { onBothSchemes, sayAlwaysHttps, sayShared, sayTwins } from './host-schemes.js';
import { PathOrder, typeOrder } from './order.js';
import { overPlainHttp } from './passed-root.js';
import { hostValues, ruleOf, status } from './rules.js';
import { guardedBehind, guardedLikeTwin } from './shared-settings.js';

/**
 * The hosts of the controller. Paths that a host does not have are searched under the wildcard above it and then under the
 * rules without host, unless strict-host (reference §1.2), so that those stand behind its own.
 */
export function buildHosts(
  gathered: Gathered,
  context: Context,
): { readonly hosts: readonly VirtualHost[]; readonly passthroughs: readonly Passthrough[] } {
  return new Hosts(gathered, context).build();
}

class Hosts {
  readonly #gathered: Gathered;
  readonly #context: Context;
  readonly #order: PathOrder;
  readonly #passed = new Map<string, Passthrough>();
  /** Names that redirect-from takes, with the rule that it makes. */
  readonly #redirects = new Map<string, { readonly rule: Rule; readonly from: readonly number[] }>();

  constructor(gathered: Gathered, context: Context) {
    this.#gathered = gathered;
    this.#context = context;
    this.#order = new PathOrder(gathered.hosts.values(), typeOrder(context.settings.text('path-type-order')));
  }

  build(): { hosts: VirtualHost[]; passthroughs: Passthrough[] } {
    const drafts = [...this.#gathered.hosts.values()].filter((host) => this.#isBuilt(host));
    for (const host of drafts) {
      const passthrough = this.#passthroughOf(host);
      if (passthrough !== undefined) this.#passed.set(host.name, passthrough);
      else if (!this.#passesThrough(host)) this.#readRedirectFrom(host);
    }
    const hosts: VirtualHost[] = [];
    const passthroughs: Passthrough[] = [];
    const aliases = new Set<string>();
    for (const host of drafts.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const passthrough = this.#passed.get(host.name);
      if (passthrough !== undefined) passthroughs.push(passthrough);
      hosts.push(this.#hostOf(host, passthrough, aliases));
    }
    for (const [name, { rule, from }] of this.#redirects) {
      if (this.#isDeclared(name)) continue;
      hosts.push(this.#redirectedHost(name, rule, from));
    }
    for (const host of this.#gathered.hosts.values()) if (!this.#isBuilt(host)) this.#sayNotBuilt(host);
    return { hosts: hosts.sort((a, b) => (nameOf(a.host) < nameOf(b.host) ? -1 : 1)), passthroughs };
  }

  /** A host without paths may have a certificate for what is asked behind it. */
  #isBuilt({ name, paths, certificate }: HostDraft): boolean {
    if (paths.length > 0) return true;
    if (this.#isAlias(name)) return false;
    const behind = [wildcardAbove(name), ''].filter((other) => other !== name);
    return certificate?.certificate.kind === 'secret' && behind.some((other) => this.#isDeclared(other));
  }

  /** A name that no rule has: paths of the wildcard above it come before the redirect. */
  #redirectedHost(name: string, rule: Rule, from: readonly number[]): VirtualHost {
    const above = this.#gathered.hosts.get(wildcardAbove(name));
    const isOpen = this.#context.settings.text('strict-host') === 'true';
    const passthrough = this.#passed.get(wildcardAbove(name));
    const certificate = isOpen ? undefined : above?.certificate;
    const rules = isOpen || above === undefined ? [] : this.#fallThrough(above, passthrough);
    const kept = inAskedOrder([...rules, rule], new Set(), this.#context);
    return {
      host: pattern(name),
      aliases: [],
      tls: this.#tlsOf(certificate, passthrough, true),
      rules: kept,
      from,
    };
  }

  /** The rules of a wildcard, as a host below it reaches them. */
  #fallThrough(above: HostDraft, passthrough: Passthrough | undefined, before: readonly PathDraft[] = []): Rule[] {
    const overTls = above.certificate !== undefined && passthrough === undefined;
    return this.#order.of(above).flatMap((draft) => {
      const rule = this.#ofPassedWildcard(draft) ?? ruleOf(draft, { through: above.name, overTls }, this.#context);
      return guardedBehind(rule, draft, before, this.#context);
    });
  }

  #ownRule(draft: PathDraft, hasTls: boolean): Rule {
    const overTls = hasTls || draft.host.name === '';
    return guardedLikeTwin(ruleOf(draft, { through: undefined, overTls }, this.#context), draft, this.#context);
  }

  /** A rule without host, as a host reaches it. */
  #ofAny(draft: PathDraft, passthrough: Passthrough | undefined, before: readonly PathDraft[]): Rule[] {
    const rule = ruleOf(draft, { through: 'any host', overTls: passthrough === undefined }, this.#context);
    return guardedBehind(rule, draft, before, this.#context);
  }

  #hostOf(host: HostDraft, passthrough: Passthrough | undefined, aliases: Set<string>): VirtualHost {
    const values = hostValues(host, this.#context);
    sayTwins(host, this.#context.ledger);
    if (values.isOn('ssl-always-add-https')) sayAlwaysHttps(host, this.#context);
    values.leave('ssl-always-follow-redirect', 'server-alias-regex', 'redirect-from-regex');
    const parent = wildcardAbove(host.name);
    const above = parent === '' ? undefined : this.#gathered.hosts.get(parent);
    const any = host.name === '' ? undefined : this.#gathered.hosts.get('');
    const isOpen = this.#context.settings.text('strict-host') === 'true';
    const hasTls = host.certificate !== undefined && !this.#passesThrough(host);
    const rules: Rule[] = [...this.#appRoot(host, above)];
    for (const draft of this.#order.of(host)) {
      if (passthrough !== undefined && draft.path === '/' && draft.backend !== undefined)
        rules.push(overPlainHttp(draft, undefined, this.#context));
      else rules.push(this.#ownRule(draft, hasTls));
    }
    const ownCount = rules.length;
    const before = hasTls || passthrough !== undefined ? [] : host.paths;
    if (!isOpen && above !== undefined) rules.push(...this.#fallThrough(above, passthrough, before));
    if (!hasTls && passthrough === undefined)
      for (const one of [isOpen ? undefined : above, any]) sayShared(host, one, this.#context.ledger);
    const plain = above === undefined || above.certificate !== undefined ? [] : above.paths;
    const redirect = this.#redirects.get(host.name);
    if (redirect !== undefined && !isOpen) rules.push(redirect.rule);
    if (any !== undefined)
      for (const draft of this.#order.of(any))
        if (!isOpen || draft.path === '/') rules.push(...this.#ofAny(draft, passthrough, [...before, ...plain]));
    const own = new Set(rules.slice(0, ownCount));
    const asked = inAskedOrder(rules, own, this.#context);
    const kept = this.#withHeaderPaths(asked, host, hasTls);
    const certificate = host.certificate ?? (isOpen ? undefined : above?.certificate);
    const answersTls =
      (any?.paths.length ?? 0) > 0 || host.name === '' || rules.some(({ action }) => action.kind === 'redirect');
    return {
      host: pattern(host.name),
      aliases: this.#aliasesOf(host, aliases),
      tls: this.#tlsOf(certificate, passthrough ?? this.#passed.get(parent), answersTls),
      rules: passthrough === undefined ? onBothSchemes(kept, host, this.#context) : kept,
      from: host.items,
    };
  }

  /** What asks for headers comes first, where the target and the host can have it. */
  #withHeaderPaths(rules: readonly Rule[], host: HostDraft, hasTls: boolean): readonly Rule[] {
    const isRoute = this.#context.options.to === 'openshift-route';
    if (!isRoute && !this.#passesThrough(host)) return withHeaderPaths(rules, host.headerPaths, hasTls, this.#context);
    const why = isRoute ? 'a Route looks at no header' : 'TLS of its host passes through';
    for (const draft of host.headerPaths) sayHeaderPath(draft, why, this.#context);
    return rules;
  }

  /** Of the host, else of the wildcard above it; hosts that pass TLS through have none. */
  #appRoot(host: HostDraft, above: HostDraft | undefined): Rule[] {
    const isTaken = [host, above].some((one) => one?.paths.some(({ path, backend }) => path === '/' && !backend));
    const own = this.#passesThrough(host) ? [] : appRoot(host, isTaken, this.#context);
    if (above === undefined || this.#passesThrough(above)) return own;
    if (own.length === 0) return appRoot(above, isTaken, this.#context);
    // Whether the root goes to HTTPS first is looked up under the wildcard as well.
    const plainHttp = hasAppRoot(above, this.#context) ? plainRoot(above, this.#context) : undefined;
    return plainHttp?.kind === 'redirect' ? own.map((rule) => ({ ...rule, plainHttp })) : own;
  }

  #tlsOf(certificate: HostDraft['certificate'], passthrough: Passthrough | undefined, answersTls: boolean): HostTls {
    if (passthrough !== undefined) {
      this.#context.ledger.sayAll(certificate?.from ?? [], {
        verdict: 'redundant',
        code: 'RS1207',
        message: 'TLS passes through to the backend, so this certificate is never presented',
      });
      return { kind: 'http-only' };
    }
    if (certificate !== undefined)
      return { kind: 'terminate', certificate: certificate.certificate, from: certificate.from };
    return answersTls ? { kind: 'default' } : { kind: 'http-only' };
  }

  #ofPassedWildcard(draft: PathDraft): Rule | undefined {
    if (!this.#passed.has(draft.host.name) || draft.path !== '/' || draft.backend === undefined) return undefined;
    return overPlainHttp(draft, draft.host.name, this.#context);
  }

  #passthroughOf(host: HostDraft): Passthrough | undefined {
    const on = hostValues(host, this.#context).annotation('ssl-passthrough');
    const root = host.paths.find(({ path, backend }) => path === '/' && backend !== undefined);
    const own = pattern(host.name);
    if (on === undefined || !this.#passesThrough(host) || root === undefined || own.kind === 'any') return undefined;
    return {
      host: own,
      owner: root.owner.owner,
      backend: root.backend?.backend,
      certain: true,
      from: [...on.from, ...root.items],
      hostFrom: host.items,
    };
  }

  /** A root path is needed, though a redirect in its place takes no TLS: the other paths are on plain HTTP alone either way. */
  #passesThrough(host: HostDraft): boolean {
    const on = hostValues(host, this.#context).annotation('ssl-passthrough');
    const isOn = on !== undefined && ['1', 't', 'T', 'TRUE', 'true', 'True'].includes(on.value);
    return isOn && host.paths.some(({ path }) => path === '/');
  }

  /** redirect-from: the other name keeps path and query (reference §1.8). */
  #readRedirectFrom(host: HostDraft): void {
    const written = hostValues(host, this.#context).text('redirect-from');
    const [first] = host.users;
    if (written === undefined || first === undefined || written.value === '' || host.paths.length === 0) return;
    const name = written.value.toLowerCase();
    const { ledger } = this.#context;
    if (this.#redirects.has(name) || host.name === '' || name === host.name) {
      ledger.sayAll(written.from, {
        verdict: 'redundant',
        code: 'RS2205',
        message: `requests for ${name} are not redirected by this annotation: the name is that of the host itself, or another host has it already`,
      });
      return;
    }
    const declared = this.#isDeclared(name);
    ledger.sayAll(written.from, {
      verdict: 'approximated',
      code: 'RS2207',
      message: `requests for ${name} are redirected to ${host.name}${declared ? ' where no rule of its own takes the request' : ''}; Location names the scheme, and paths of the ACME challenge are not exempt`,
    });
    this.#redirects.set(name, {
      from: written.from,
      rule: {
        owner: first.owner,
        label: 'redirect-from',
        path: { kind: 'element-prefix', path: '/', asWritten: true },
        action: {
          kind: 'redirect',
          redirect: traced(
            {
              status: status(this.#context, 'redirect-from-code'),
              hostname: host.name,
              keepsQuery: true,
              purpose: 'other-host' as const,
            },
            written.from,
          ),
        },
        plainHttp: { kind: 'serve', from: [] },
        policies: {},
        from: [],
        regexFrom: [],
      },
    });
  }

  #isAlias(name: string): boolean {
    return [...this.#gathered.hosts.values()].some((host) => this.#aliasOf(host)?.value.toLowerCase() === name);
  }

  #aliasOf(host: HostDraft): Traced<string> | undefined {
    const alias = hostValues(host, this.#context).text('server-alias');
    return alias?.value === '' || host.name === '' || host.paths.length === 0 ? undefined : alias;
  }

  #isDeclared(name: string): boolean {
    return (this.#gathered.hosts.get(name)?.paths.length ?? 0) > 0;
  }

  #aliasesOf(host: HostDraft, taken: Set<string>): Traced<HostPattern>[] {
    const alias = this.#aliasOf(host);
    if (alias === undefined) return [];
    const name = alias.value.toLowerCase();
    const isTaken = taken.has(name) || this.#isDeclared(name) || this.#redirects.has(name);
    taken.add(name);
    return servedAlias(alias, host, isTaken, this.#gathered.hosts.get(wildcardAbove(name)), this.#context);
  }

  #sayNotBuilt(host: HostDraft): void {
    for (const draft of host.headerPaths)
      sayHeaderPath(draft, 'nothing takes its path without the condition', this.#context);
    if (!this.#isAlias(host.name)) this.#sayEmpty(host);
  }

  /** A host of spec.tls without rules, or one whose paths are all skipped. */
  #sayEmpty({ items, certificate }: HostDraft): void {
    for (const item of [...items, ...(certificate?.from ?? [])])
      if (this.#context.ledger.isSilent(item))
        this.#context.ledger.say(item, {
          verdict: 'redundant',
          code: 'RS1018',
          message: 'no path of this host is served',
        });
  }
}
