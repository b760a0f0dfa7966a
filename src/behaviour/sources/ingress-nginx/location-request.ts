import type { Guard, Outcome } from '../../outcome.js';
import { isWithin } from '../../values/addresses.js';
import { checkAccess } from './access.js';
import { gatewayFailure } from './backend-answer.js';
import { affinityGuard, chooseUpstream } from './balancer.js';
import type { CompiledLocation } from './compiled-location.js';
import { corsVerdict, setCorsHeaders } from './cors-headers.js';
import { errorHeaders, forwardToErrorPage } from './error-page.js';
import { httpsRedirect } from './https-redirect.js';
import { rewriteUri } from './location-rewrite.js';
import { Headers, ownAnswer } from './reply.js';
import type { Answered, RequestContext } from './request-context.js';
import { signinRedirect } from './signin-redirect.js';
import { applyRequestLines, applyResponseLines } from './snippet-headers.js';
import { runRewrites } from './snippet-rewrites.js';
import { defaultUpstream } from './upstreams.js';
import { type Captures, expand, type VariableScope } from './variables.js';

/** One request inside one location: rewrite, access and content phase (reference §9, steps 4 to 9). */
export class LocationRequest {
  readonly location: CompiledLocation;
  private readonly context: RequestContext;
  private readonly scope: VariableScope;
  private readonly client = new Headers();
  private readonly forward = new Headers();
  private readonly guards: readonly Guard[];

  constructor(context: RequestContext, location: CompiledLocation, serverGuard: Guard | undefined) {
    this.context = context;
    this.location = location;
    this.scope = scopeOf(context, location);
    const { exempt } = location.settings.limits;
    const counted =
      exempt.length > 0 && isWithin(context.facts.address, exempt)
        ? location.guards.filter((guard) => guard.kind !== 'rate-limit' && guard.kind !== 'connection-limit')
        : location.guards;
    this.guards = serverGuard === undefined ? counted : [serverGuard, ...counted];
  }

  answer(): Answered {
    const { location, context, scope } = this;
    const { settings, source } = location;
    if (settings.denied !== undefined) return this.fail(503, `location denied: ${settings.denied}`);
    const cors = corsVerdict(location.cors, context.facts);
    if (cors.kind !== 'unmatched') setCorsHeaders(cors, this.client);
    if (cors.kind === 'preflight') return this.reply(204, { reason: 'CORS preflight' });
    if (settings.redirect.url !== '')
      return this.redirect(settings.redirect.code, expand(settings.redirect.url, scope));
    const answered = runRewrites(location.snippet.rewrites, scope);
    if (answered !== undefined) return this.redirect(answered.status, answered.location ?? '');
    const rewritten = rewriteUri(location, scope);
    if (rewritten.kind === 'empty') return this.fail(500, 'the rewritten URI has a zero length');
    if (rewritten.kind === 'redirect') return this.redirect(302, rewritten.location);
    const secure = httpsRedirect(context.configuration, location, context.facts);
    if (secure !== undefined) return this.reply(context.configuration.settings.httpRedirectCode, { location: secure });

    const choice = chooseUpstream(source.upstream, context.configuration.upstreams, context.facts);
    if (choice === null) return this.fail(503, 'no endpoints');
    const access = checkAccess(location, context.configuration, scope, this.forward, this.client);
    if (access.kind === 'refused') {
      if (access.challenge !== undefined) this.client.set('www-authenticate', access.challenge);
      return this.fail(access.status, access.reason, true);
    }
    const path = rewritten.kind === 'path' ? rewritten.target : context.facts.request.path;
    const captures = rewritten.kind === 'path' ? rewritten.captures : undefined;
    if (source.upstream === defaultUpstream && choice[0]?.upstream.destination.label === '') {
      return this.fail(404, 'default backend', true);
    }
    return this.proxied(choice, path, captures);
  }

  private proxied(
    choice: NonNullable<ReturnType<typeof chooseUpstream>>,
    path: string,
    captures: Captures | undefined,
  ): Answered {
    const { location, context } = this;
    this.prepareForward(captures);
    const backends = choice.map(({ upstream, share }) => ({ backend: upstream.destination.label, weight: share }));
    const first = choice[0];
    const affinity =
      first === undefined
        ? undefined
        : affinityGuard(first.upstream, context.facts, location.server.host, location.source.ingressPath);
    const outcome: Outcome = {
      status: 200,
      backend: backends.length === 1 ? (backends[0]?.backend ?? null) : null,
      backends,
      path,
      host:
        location.settings.upstreamVhost === ''
          ? context.facts.bestHost
          : expand(location.settings.upstreamVhost, this.scope),
      certificate: context.certificate,
      requestHeaders: this.forward.changes,
      responseHeaders: this.plainHeaders(this.client, 'forwarded').changes,
      guards: affinity === undefined ? this.guards : [...this.guards, affinity],
      timeouts: location.timeouts,
      rule: location.source.rule,
    };
    if (outcome.backend === null || context.ask === undefined) return { outcome, location: this };
    const backendAnswer = context.ask(outcome.backend, path, location.settings.backendProtocol.toUpperCase());
    const failure = gatewayFailure(backendAnswer, location.settings.proxy);
    if (failure !== undefined) return this.fail(failure.status, failure.reason, true);
    if (location.interceptErrors && backendAnswer !== null && backendAnswer.status >= 300) {
      const page = this.errorPage(backendAnswer.status, true);
      if (page !== undefined) return page;
    }
    return { outcome, location: this, backendAnswer };
  }

  /** Request headers that annotations or the ConfigMap cause; see proxy-headers.ts for those that are always sent. */
  private prepareForward(captures: Captures | undefined): void {
    const { location, context, scope, forward } = this;
    const { settings } = location;
    const withCaptures: VariableScope = captures === undefined ? scope : { ...scope, captures };
    if (location.basicAuth !== undefined) forward.remove('authorization');
    if (settings.forwardedPrefix !== '' && location.rewrite !== undefined) {
      forward.set('x-forwarded-prefix', expand(settings.forwardedPrefix, withCaptures));
    }
    if (settings.connectionHeader !== '') forward.set('connection', settings.connectionHeader);
    if (context.configuration.settings.addOriginalUri) forward.set('x-original-uri', context.facts.request.path);
    for (const [name, value] of context.configuration.setRequestHeaders) forward.set(name, expand(value, scope));
    applyRequestLines(location.requestLines, (value) => expand(value, withCaptures), forward);
    if (location.source.upstream.startsWith('custom-default-backend-'))
      errorHeaders(this.forward, 503, location, context, false);
    this.certificateHeaders();
  }

  /** ssl-client-* of a host with a CA; over plain HTTP their variables are empty, which removes what a client sent. */
  private certificateHeaders(): void {
    const certificates = this.location.server.clientCertificates;
    if (certificates?.hasCa !== true) return;
    const names = ['ssl-client-verify', 'ssl-client-subject-dn', 'ssl-client-issuer-dn'];
    if (certificates.passCertificate) names.push('ssl-client-cert');
    const { facts, configuration } = this.context;
    if (facts.request.scheme === 'http') {
      for (const name of names) this.forward.remove(name);
      return;
    }
    const ask = configuration.input.checks?.clientCertificate;
    if (ask === undefined) return;
    const shown = ask(facts.request);
    this.forward.set('ssl-client-verify', shown === null ? 'NONE' : shown.verified ? 'SUCCESS' : 'FAILED');
    if (shown !== null) this.forward.set('ssl-client-subject-dn', shown.subject);
  }

  /** Adds what every answer of the location carries: HSTS on TLS, custom headers, add-headers. */
  plainHeaders(headers: Headers, status: number | 'forwarded'): Headers {
    const { configuration, facts } = this.context;
    const { hsts, hideHeaders } = configuration.settings;
    if (hsts !== null && facts.request.scheme === 'https') headers.set('strict-transport-security', hsts);
    for (const [name, value] of configuration.addedResponseHeaders) headers.set(name, expand(value, this.scope));
    if (this.location.settings.denied === undefined) {
      for (const [name, value] of this.location.settings.customHeaders) headers.set(name, value);
      applyResponseLines(this.location.headerLines, (value) => expand(value, this.scope), status, headers);
    }
    // A line of the location about hidden headers takes the place of those of the http level.
    const hides = this.location.headerLines.some(({ kind }) => kind === 'hide');
    if (!hides) for (const name of hideHeaders) headers.remove(name);
    return headers;
  }

  /** `$scheme://$host` before a path, unless redirects are relative (ngx_http_header_filter_module.c). */
  absolute(target: string): string {
    const { facts, configuration } = this.context;
    if (!target.startsWith('/')) return target;
    if (this.location.settings.redirect.relative || configuration.settings.relativeRedirects) return target;
    const { scheme, port } = facts.request;
    const standard = scheme === 'https' ? 443 : 80;
    const shown =
      this.location.settings.usePortInRedirects && port !== undefined && port !== standard ? `:${port}` : '';
    return `${scheme}://${facts.host}${shown}${target}`;
  }

  private redirect(status: number, location: string): Answered {
    // `return` writes a Location for these codes only, for the others the text becomes the body.
    const withLocation = [301, 302, 303, 307, 308].includes(status);
    return this.reply(status, withLocation ? { location: this.absolute(location) } : { reason: `return ${status}` });
  }

  private reply(status: number, details: { reason?: string; location?: string; guards?: readonly Guard[] }): Answered {
    return {
      location: this,
      outcome: ownAnswer(status, this.location.source.rule, {
        ...details,
        certificate: this.context.certificate,
        responseHeaders: this.plainHeaders(this.client, status),
      }),
    };
  }

  private fail(status: number, reason: string, guarded = false): Answered {
    return (
      this.errorPage(status, guarded) ?? this.reply(status, { reason, ...(guarded ? { guards: this.guards } : {}) })
    );
  }

  /** The answer that stands in for an error status, if this location has one. */
  private errorPage(status: number, guarded: boolean): Answered | undefined {
    const { location, context } = this;
    if (location.settings.denied === undefined && status === 401) {
      const signin = signinRedirect(location.externalAuth, this.scope);
      if (signin !== undefined) {
        const headers = new Headers();
        const cookie = this.client.changes.added['set-cookie'];
        if (cookie !== undefined) headers.add('set-cookie', cookie);
        const cors = corsVerdict(location.cors, context.facts);
        if (cors.kind === 'matched') setCorsHeaders(cors, headers);
        const details = {
          location: signin,
          certificate: context.certificate,
          responseHeaders: headers,
          guards: this.guards,
        };
        return { outcome: ownAnswer(302, location.source.rule, details) };
      }
    }
    const upstream = location.errorPages.get(status);
    if (upstream === undefined) return undefined;
    return forwardToErrorPage(context, upstream, status, location, location.source.rule, guarded ? this.guards : []);
  }
}

function scopeOf(context: RequestContext, location: CompiledLocation): VariableScope {
  return {
    facts: context.facts,
    uri: context.uri.path,
    args: context.uri.args,
    namespace: location.about.namespace,
    ingress: location.about.ingress,
    service: location.about.service,
    servicePort: location.about.port,
    locationPath: location.source.ingressPath,
    serverName: location.server.host,
    nameCaptures: context.nameCaptures,
  };
}
