import type { Guard } from '../../outcome.js';
import { compilePcre } from '../../regex/pcre.js';
import { type Network, parseNetwork } from '../../values/addresses.js';
import { type BasicAuth, type ExternalAuth, readGlobalAuth } from './authentication-annotations.js';
import { guardsOf } from './guards.js';
import type { SourceIngress } from './ingress-objects.js';
import type { LocationSettings } from './ingress-settings.js';
import type { Cors } from './location-annotations.js';
import { rewrites } from './locations.js';
import { catchAll, type Location, type Server } from './servers.js';
import type { Settings } from './settings.js';
import { readSnippetEffects, type SnippetEffects } from './snippets.js';
import { defaultUpstream } from './upstreams.js';

/** A location with everything prepared that does not depend on the request. */
export interface CompiledLocation {
  readonly source: Location;
  readonly server: Server;
  readonly settings: LocationSettings;
  /** `rewrite "(?i)path" target break`. */
  readonly rewrite: CompiledRewrite | undefined;
  readonly neverToHttps: boolean;
  readonly basicAuth: BasicAuth | undefined;
  readonly externalAuth: ExternalAuth | undefined;
  readonly deny: readonly Network[];
  readonly cors: CompiledCors | undefined;
  readonly snippet: SnippetEffects;
  /** Status -> upstream that answers in its place. */
  readonly errorPages: ReadonlyMap<number, string>;
  /** Whether answers of the backend are replaced too, not only nginx's own. */
  readonly interceptErrors: boolean;
  readonly guards: readonly Guard[];
  readonly timeouts: Readonly<Record<string, number>>;
  /** `$namespace`, `$ingress_name`, `$service_name`, `$service_port`. */
  readonly about: {
    readonly namespace: string;
    readonly ingress: string;
    readonly service: string;
    readonly port: string;
  };
  readonly problems: readonly string[];
}

export interface CompiledRewrite {
  /** Null if it cannot be evaluated. */
  readonly regex: RegExp | null;
  readonly target: string;
  /** Whether nginx answers with a redirect instead. */
  readonly absolute: boolean;
}

export interface CompiledCors {
  readonly config: Cors;
  /** Null: any origin, also none. */
  readonly origins: RegExp | null;
}

/** buildCorsOriginRegex in template.go: alternatives anchored only at their end (reference §17). */
function compileCors(config: Cors | undefined): CompiledCors | undefined {
  if (config === undefined) return undefined;
  if (config.origins.includes('*')) return { config, origins: null };
  if (config.origins.length === 0) return undefined;
  const alternatives = config.origins.map((origin) =>
    origin.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&').replace('\\*', '[A-Za-z0-9\\-]+'),
  );
  return { config, origins: new RegExp(`(?:${alternatives.join('|')})$`, 'i') };
}

/** isLocationInLocationList in template.go: the Ingress path, not the request, starts with an entry. */
function isListed(path: string, list: readonly string[]): boolean {
  return list.some((entry) => path.startsWith(entry));
}

/** getIngressInformation in template.go: the Service that variables and error headers name. */
function aboutOf(ingress: SourceIngress | null, host: string, path: string): CompiledLocation['about'] {
  if (ingress === null) return { namespace: '', ingress: '', service: '', port: '' };
  const rule = ingress.rules.find(
    (candidate) =>
      (candidate.host === '' ? catchAll : candidate.host) === host &&
      candidate.paths?.some((entry) => entry.path === path && entry.backend !== null) === true,
  );
  const backend =
    rule?.paths?.find((entry) => entry.path === path && entry.backend !== null)?.backend ?? ingress.defaultBackend;
  return {
    namespace: ingress.namespace,
    ingress: ingress.name,
    service: backend?.service ?? '',
    port: backend?.port ?? '',
  };
}

export function compileLocation(source: Location, server: Server, settings: Settings): CompiledLocation {
  const own = source.settings;
  const problems: string[] = [];
  let rewrite: CompiledLocation['rewrite'];
  if (rewrites(source)) {
    const { target } = own.rewrite;
    const compiled = compilePcre(source.path, true);
    // An invalid expression already fails as a location; nginx would name it first there.
    if (compiled.kind === 'unsupported') problems.push(`rewrite of ${source.path}: ${compiled.construct}`);
    rewrite = {
      regex: compiled.kind === 'compiled' ? compiled.regex : null,
      target,
      absolute: /^(https?:\/\/|\$scheme)/.test(target),
    };
  }
  const open = isListed(source.path, settings.noAuthLocations);
  const external = own.externalAuth ?? (own.enableGlobalAuth ? readGlobalAuth(settings) : undefined);
  const snippet = readSnippetEffects(own.snippet);
  problems.push(...snippet.unmodelled);
  if (/^(grpcs?|fcgi)$/.test(own.backendProtocol)) {
    problems.push(`backend-protocol ${own.backendProtocol} in lower case loses its headers and timeouts`);
  }

  const errorPages = new Map<number, string>();
  // A location's own error_page, also that of a sign-in, stops the inheritance of the global ones.
  const inherits = own.denied !== undefined || (own.customHttpErrors.length === 0 && (external?.signin ?? '') === '');
  if (inherits) addGlobalErrorPages(errorPages, server, settings);
  else for (const code of own.customHttpErrors) errorPages.set(code, source.errorUpstream);

  const compiled = {
    source,
    server,
    settings: own,
    rewrite,
    neverToHttps: isListed(source.path, settings.noTlsRedirectLocations),
    basicAuth: open ? undefined : own.basicAuth,
    externalAuth: open ? undefined : external,
    // block-cidrs stands at http level and is hidden by any list of the location's own.
    deny:
      own.allow.length + own.deny.length > 0
        ? own.deny
        : settings.blockCidrs.map(parseNetwork).filter((network) => network !== undefined),
    cors: compileCors(own.cors),
    snippet,
    errorPages,
    interceptErrors:
      (own.customHttpErrors.length > 0 && !own.disableInterceptErrors) ||
      (settings.customHttpErrors.length > 0 && !settings.disableInterceptErrors),
    timeouts: { connect: own.proxy.connectTimeout, send: own.proxy.sendTimeout, read: own.proxy.readTimeout },
    about: aboutOf(source.ingress, server.host, source.ingressPath),
    problems,
  };
  return { ...compiled, guards: own.denied === undefined ? guardsOf(compiled, settings) : [] };
}

/** error_page at http level; a server with its own error_page (auth-tls-error-page) does not inherit them. */
export function addGlobalErrorPages(pages: Map<number, string>, server: Server, settings: Settings): void {
  if (server.clientCertificates?.hasCa === true && server.clientCertificates.errorPage !== '') return;
  for (const code of settings.customHttpErrors) pages.set(code, defaultUpstream);
}
