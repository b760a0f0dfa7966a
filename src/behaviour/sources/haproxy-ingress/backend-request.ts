import type { Guard, Outcome } from '../../outcome.js';
import { compilePcre, fromBytes, toBytes } from '../../regex/pcre.js';
import { isWithin, type Network, parseAddress } from '../../values/addresses.js';
import { affinityGuard } from './affinity.js';
import { clientCertificateGuard } from './client-certificates.js';
import type { Backend, Configuration } from './configuration.js';
import { corsHeaders } from './cors-headers.js';
import { askExternal, externalGuard } from './external-check.js';
import { forwardHeaders } from './forward-headers.js';
import { HeaderSet } from './header-set.js';
import type { HostSettings } from './host-settings.js';
import { toHttps } from './https-redirect.js';
import type { PathSettings } from './path-settings.js';
import { ownAnswer, type Reply } from './reply.js';
import type { RequestFacts } from './request-facts.js';
import { constantFormat } from './words.js';

export interface BackendContext {
  readonly configuration: Configuration;
  readonly facts: RequestFacts;
  readonly certificate: string | null;
  readonly backend: Backend;
  readonly rule: string;
  readonly host: HostSettings | undefined;
}

/** What the backend section does with a request, rule by rule (reference §1.7). */
export function answerAtBackend(context: BackendContext): Outcome {
  return new BackendRequest(context).answer();
}

class BackendRequest {
  private readonly context: BackendContext;
  private readonly path: string | undefined;
  private readonly guards: Guard[] = [];
  private readonly response = new HeaderSet();
  private readonly isHttps: boolean;
  /** Who X-Forwarded-For will name: HAProxy writes it when all rules are done. */
  private sender = '';

  constructor(context: BackendContext) {
    const { facts, backend } = context;
    this.context = context;
    this.isHttps = facts.request.scheme === 'https';
    this.path = backend.rules.pathOf(facts.base, facts.path, facts.values);
  }

  answer(): Outcome {
    const { configuration, facts, backend, rule } = this.context;
    const { request } = facts;
    if (!this.isHttps && this.setting('redirectsToHttps') === true)
      return ownAnswer(toHttps(configuration, facts, rule));
    this.addGuards();
    const refused = this.checkAddress() ?? this.checkPassword();
    if (refused !== undefined) return this.reply(refused);
    const cors = this.setting('cors');
    // From here on the answer carries CORS headers, whoever gives it.
    if (cors !== undefined) corsHeaders(cors, facts, configuration.input.version ?? '0.16', this.response);
    if (cors !== undefined && request.method === 'OPTIONS') {
      this.response.set('access-control-max-age', String(cors.maxAge));
      return this.reply({ status: 204, reason: 'CORS preflight' }, false);
    }
    const forward = forwardHeaders(this.context, this.sender);
    const check = this.setting('externalAuth');
    if (check !== undefined) {
      const asked = askExternal(check, configuration, facts);
      if (asked.kind === 'refused') return this.reply(asked.reply);
      for (const [name, value] of Object.entries(asked.headers)) forward.set(name, value);
    }
    const target = this.rewritten();
    if (target === undefined) return this.reply({ status: 500, reason: 'the path cannot be rewritten' });
    if (!backend.draft.reachable) return this.reply({ status: 503, reason: 'no endpoints' });
    return this.forwarded(target, forward);
  }

  private setting<K extends keyof PathSettings>(key: K): PathSettings[K] | undefined {
    return this.context.backend.rules.get(key, this.path);
  }

  private addGuards(): void {
    const { facts, backend, host } = this.context;
    const { limits } = backend.settings;
    const exempt: Record<string, readonly string[]> =
      limits.exempt.length === 0 ? {} : { exempt: limits.exempt.map(({ text }) => text) };
    const isExempt = isWithin(this.source(), limits.exempt);
    if (limits.connections > 0 && !isExempt)
      this.guard('connection-limit', { connections: limits.connections, status: 429, ...exempt });
    if (limits.rps > 0 && !isExempt)
      this.guard('rate-limit', { requests: limits.rps, seconds: 1, burst: 0, status: 429, ...exempt });
    const [allow, deny] = [this.setting('allow'), this.setting('deny')];
    if (allow !== undefined && allow.rules.length + allow.exceptions.length > 0)
      this.guard('allow-list', { addresses: texts(allow.rules), ...exceptions(allow.exceptions) });
    if (deny !== undefined && deny.rules.length + deny.exceptions.length > 0)
      this.guard('deny-list', { addresses: texts(deny.rules), ...exceptions(deny.exceptions) });
    const basic = this.setting('basicAuth');
    if (basic !== undefined && !this.skipsPassword()) this.guard('basic-auth', { ...basic });
    const limit = this.setting('bodySize') ?? 0;
    if (limit !== 0) this.guard('body-size', { limit });
    const certificate = this.isHttps ? clientCertificateGuard(host) : undefined;
    if (certificate !== undefined) this.guards.push(certificate);
    const external = externalGuard(this.setting('externalAuth') ?? host?.frontendAuth, facts);
    if (external !== undefined) this.guards.push(external);
  }

  private guard(kind: Guard['kind'], parameters: Guard['parameters']): void {
    this.guards.push({ kind, parameters });
  }

  private source(): bigint | undefined {
    return parseAddress(this.context.facts.request.clientAddress ?? '127.0.0.1');
  }

  /** A header that one list takes the address from changes it for the lists after it, of whatever path (set-src). */
  private checkAddress(): Omit<Reply, 'rule'> | undefined {
    const { facts, backend } = this.context;
    this.sender = facts.request.clientAddress ?? '127.0.0.1';
    let address = this.source();
    const refusal = { status: 403, reason: 'address not allowed' };
    for (const { list, holds } of backend.rules.allowLists(this.path)) {
      const stated = list.header === '' ? '' : (facts.values(list.header).at(-1) ?? '');
      if (parseAddress(stated) !== undefined) {
        address = parseAddress(stated);
        this.sender = stated;
      }
      if (!holds) continue;
      if (isWithin(address, list.exceptions)) return refusal;
      if (list.rules.length > 0 && !isWithin(address, list.rules)) return refusal;
    }
    const deny = this.setting('deny');
    if (deny === undefined || deny.rules.length + deny.exceptions.length === 0) return undefined;
    const isListed = deny.rules.length === 0 || isWithin(address, deny.rules);
    return isListed && !isWithin(address, deny.exceptions) ? { status: 403, reason: 'address denied' } : undefined;
  }

  /** As soon as any path of the backend has CORS, OPTIONS needs no password (reference §1.9). */
  private skipsPassword(): boolean {
    return this.context.backend.rules.hasCors && this.context.facts.request.method === 'OPTIONS';
  }

  private checkPassword(): Omit<Reply, 'rule'> | undefined {
    const { configuration, facts } = this.context;
    const basic = this.setting('basicAuth');
    const ask = configuration.input.checks?.basic;
    if (basic === undefined || ask === undefined || this.skipsPassword() || ask(facts.request, basic.secret))
      return undefined;
    this.response.set('www-authenticate', `Basic realm="${basic.realm}"`);
    return { status: 401, reason: 'no valid credentials' };
  }

  /** replace-path puts the target in the place of the whole path; undefined where that leaves no path. */
  private rewritten(): string | undefined {
    const { facts } = this.context;
    const rewrite = this.setting('rewrite');
    const unchanged = facts.path === '' ? '*' : facts.path + facts.query;
    const target = rewrite === undefined ? undefined : constantFormat(rewrite.target);
    if (rewrite === undefined || target === undefined) return unchanged;
    const compiled = compilePcre(rewrite.pattern, false);
    const found = compiled.kind === 'compiled' ? compiled.regex.exec(toBytes(facts.path)) : null;
    if (found === null) return unchanged;
    const path = fromBytes(toBytes(target).replace(/\\(\d)/g, (_all, digit: string) => found[Number(digit)] ?? ''));
    return path + facts.query;
  }

  private forwarded(path: string, forward: HeaderSet): Outcome {
    const { facts, backend, certificate, rule } = this.context;
    const { label } = backend.draft;
    const hsts = this.setting('hsts');
    if (hsts !== undefined && (this.isHttps || backend.rules.sendsHstsOverHttp(this.path)))
      this.response.set('strict-transport-security', hsts);
    for (const header of backend.settings.responseHeaders) this.response.apply(header);
    const affinity = affinityGuard(backend.settings.cookie, facts);
    const { host, changes } = forward.withoutHost(facts.request.host);
    return {
      status: 200,
      backend: label,
      backends: [{ backend: label, weight: 1 }],
      path,
      host,
      certificate,
      requestHeaders: changes,
      responseHeaders: this.response.changes,
      guards: affinity === undefined ? this.guards : [...this.guards, affinity],
      timeouts: backend.settings.timeouts,
      rule,
    };
  }

  private reply(reply: Omit<Reply, 'rule'>, guarded = true): Outcome {
    const { certificate, rule } = this.context;
    const own = reply.responseHeaders?.set ?? {};
    for (const [name, value] of Object.entries(own)) this.response.set(name, value);
    const guards = guarded ? this.guards : [];
    return ownAnswer({ ...reply, rule, certificate, guards, responseHeaders: this.response.changes });
  }
}

function texts(networks: readonly Network[]): string[] {
  return networks.map(({ text }) => text);
}

function exceptions(networks: readonly Network[]): Record<string, readonly string[]> {
  return networks.length === 0 ? {} : { exceptions: texts(networks) };
}
