import type { Outcome, Request } from '../../outcome.js';
import { answerAtBackend } from './backend-request.js';
import { checkClientCertificate } from './client-certificates.js';
import type { Configuration } from './configuration.js';
import { askExternal } from './external-check.js';
import { toHttps } from './https-redirect.js';
import type { Redirect, Route } from './maps.js';
import { defaultHost } from './path-link.js';
import { ownAnswer, type Reply } from './reply.js';
import { type RequestFacts, readRequest } from './request-facts.js';

/** How the controller's HAProxy handles a request (reference §1.7). */
export function answerRequest(configuration: Configuration, request: Request): Outcome {
  const facts = readRequest(request);
  const { maps } = configuration;
  if (request.scheme === 'https') {
    const serverName = (request.sni ?? request.host.split(':')[0] ?? '').toLowerCase();
    const direct = serverName === '' ? undefined : maps.passthrough.find(serverName, () => []);
    if (direct !== undefined) return passThrough(request, direct.rule, direct.backend.label, direct.backend.reachable);
  }
  if (facts === undefined) {
    return ownAnswer({ status: 400, rule: 'haproxy', reason: 'malformed request target' });
  }
  return new Frontend(configuration, facts).answer();
}

function passThrough(request: Request, rule: string, backend: string, isReachable: boolean): Outcome {
  if (!isReachable) return ownAnswer({ status: 0, rule, reason: 'TLS passthrough without endpoints' });
  return ownAnswer({
    status: 200,
    rule,
    reason: 'TLS passthrough',
    backend,
    backends: [{ backend, weight: 1 }],
    path: request.path,
    host: request.host,
  });
}

/** One request in the frontend of its scheme. */
class Frontend {
  private readonly configuration: Configuration;
  private readonly facts: RequestFacts;
  private readonly certificate: string | null;

  constructor(configuration: Configuration, facts: RequestFacts) {
    this.configuration = configuration;
    this.facts = facts;
    const named = configuration.maps.certificates.find(facts.serverName, () => []) ?? 'default';
    const fallback = configuration.input.flags?.defaultSslCertificate ?? 'default';
    this.certificate = facts.request.scheme === 'http' ? null : named === 'default' ? fallback : named;
  }

  answer(): Outcome {
    const { facts } = this;
    const isHttp = facts.request.scheme === 'http';
    const early = isHttp ? (this.appRoot() ?? this.redirectTo()) : this.redirectTo();
    if (early !== undefined) return early;
    const refused = this.frontendAuth();
    if (refused !== undefined) return refused;
    const route = this.hostRoute();
    if (route === undefined) {
      const redirect = this.redirectFrom();
      if (redirect !== undefined) return redirect;
    }
    const late = isHttp ? undefined : (this.appRoot() ?? this.clientCertificate());
    return late ?? this.follow(route ?? this.defaultRoute());
  }

  private follow(route: Route | undefined): Outcome {
    const { configuration, facts, certificate } = this;
    if (route?.leadsTo === 'https') return this.toHttps(route.rule);
    const draft = route?.path.backend ?? configuration.defaultBackend;
    const backend = draft === undefined ? undefined : configuration.backends.get(draft.id);
    if (backend !== undefined) {
      const rule = route?.path.backend === undefined ? 'controller default backend' : route.rule;
      const host = route === undefined ? undefined : configuration.hosts.get(route.path.host.hostname);
      return answerAtBackend({ configuration, facts, certificate, backend, rule, host });
    }
    const { global } = configuration.inventory;
    const location = global.get('default-backend-redirect').text;
    if (location !== '') {
      const status = global.get('default-backend-redirect-code').integer;
      return this.reply({ status, location, rule: 'ConfigMap default-backend-redirect' });
    }
    return this.reply({ status: 404, rule: 'controller default backend', reason: 'no rule takes the request' });
  }

  private hostRoute(): Route | undefined {
    const { base, values, request } = this.facts;
    const { maps } = this.configuration;
    return base === undefined ? undefined : (request.scheme === 'http' ? maps.http : maps.https).find(base, values);
  }

  private defaultRoute(): Route | undefined {
    const { path, values, request } = this.facts;
    const { maps } = this.configuration;
    const map = request.scheme === 'http' ? maps.httpDefault : maps.httpsDefault;
    return map.find(`${defaultHost}#${path}`, values);
  }

  private redirectTo(): Outcome | undefined {
    const { base, values } = this.facts;
    if (base === undefined || this.isExempt()) return undefined;
    const redirect = this.configuration.maps.redirectTo.find(base, values);
    if (redirect === undefined) return undefined;
    return this.redirect(redirect, redirect.to, 'redirect-to-code');
  }

  /** Other names of a host, with path and query kept; the scheme is left to the client. */
  private redirectFrom(): Outcome | undefined {
    const { host, path, query } = this.facts;
    if (host === undefined || this.isExempt()) return undefined;
    const redirect = this.configuration.maps.redirectFrom.find(host, () => []);
    if (redirect === undefined) return undefined;
    return this.redirect(redirect, `//${redirect.to}${path || '/'}${query}`, 'redirect-from-code');
  }

  /** A code that is none breaks the configuration; it is told as 302. */
  private redirect({ rule }: Redirect, location: string, codeKey: string): Outcome {
    return this.reply({ status: this.configuration.inventory.global.get(codeKey).integer || 302, rule, location });
  }

  private appRoot(): Outcome | undefined {
    const { host, path, request } = this.facts;
    if (host === undefined || path !== '/') return undefined;
    const { appRoot, appRootTls } = this.configuration.maps;
    const root = appRoot.find(host, () => []);
    if (root === undefined) return undefined;
    if (request.scheme === 'http' && appRootTls.find(host, () => []) !== undefined) return this.toHttps(root.rule);
    return this.reply({ status: 302, rule: root.rule, location: root.to });
  }

  /** auth-external-placement: frontend; for every path of the host that takes the request. */
  private frontendAuth(): Outcome | undefined {
    const route = this.hostRoute();
    const host = route?.path.host;
    const check = host === undefined ? undefined : this.configuration.hosts.get(host.hostname)?.frontendAuth;
    if (route === undefined || check === undefined) return undefined;
    const asked = askExternal(check, this.configuration, this.facts);
    return asked.kind === 'refused' ? this.reply({ rule: route.rule, ...asked.reply }) : undefined;
  }

  private clientCertificate(): Outcome | undefined {
    const refused = checkClientCertificate(this.configuration, this.facts);
    return refused === undefined ? undefined : this.reply(refused);
  }

  private toHttps(rule: string): Outcome {
    return this.reply(toHttps(this.configuration, this.facts, rule));
  }

  private isExempt(): boolean {
    const prefixes = this.configuration.inventory.global.get('no-redirect-locations').text;
    return prefixes !== '' && prefixes.split(',').some((prefix) => this.facts.path.startsWith(prefix.trim()));
  }

  private reply(reply: Reply): Outcome {
    return ownAnswer({ certificate: this.certificate, ...reply });
  }
}
