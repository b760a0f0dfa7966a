import type { Guard } from '../../outcome.js';
import { compilePcre } from '../../regex/pcre.js';
import { parseNetwork } from '../../values/addresses.js';
import { type BasicAuth, type ExternalAuth, readGlobalAuth } from './authentication-annotations.js';
import { guardsOf } from './guards.js';
import type { SourceIngress } from './ingress-objects.js';
import type { LocationSettings } from './ingress-settings.js';
import type { Cors } from './location-annotations.js';
import { rewrites } from './locations.js';
import { catchAll, type Location, type Server } from './servers.js';
import type { Settings } from './settings.js';
import { type AddressLine, type HeaderLine, readSnippetEffects, type SnippetEffects } from './snippets.js';
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
  readonly cors: CompiledCors | undefined;
  readonly snippet: SnippetEffects;
  /** Lines about response headers, those of the server that are not hidden first. */
  readonly headerLines: readonly HeaderLine[];
  /** The same about request headers. */
  readonly requestLines: readonly HeaderLine[];
  /** In the order in which nginx compares them. */
  readonly addresses: readonly AddressLine[];
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

export function compileLocation(
  source: Location,
  server: Server,
  settings: Settings,
  outer: SnippetEffects,
): CompiledLocation {
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
    addresses: addressLines(own, snippet, outer, settings),
    cors: compileCors(own.cors),
    snippet,
    requestLines: [...outer.requestHeaders.filter((line) => !('atProxy' in line)), ...snippet.requestHeaders],
    headerLines: headerLines(snippet, outer, (external?.url ?? '') !== ''),
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

/**
 * The lines of the location, its annotations first; only without any, those of the server act, and without those the
 * block-cidrs of the http level.
 */
function addressLines(
  own: LocationSettings,
  snippet: SnippetEffects,
  outer: SnippetEffects,
  { blockCidrs }: Settings,
): readonly AddressLine[] {
  const here: AddressLine[] = [
    ...own.deny.map((network) => ({ allows: false, network })),
    ...own.allow.map((network) => ({ allows: true, network })),
    ...(own.allow.length > 0 ? [{ allows: false, network: null }] : []),
    ...snippet.addresses,
  ];
  if (here.length > 0) return here;
  if (outer.addresses.length > 0) return outer.addresses;
  return blockCidrs
    .map(parseNetwork)
    .filter((network) => network !== undefined)
    .map((network) => ({ allows: false, network }));
}

/** Lines of add_header and of proxy_hide_header hide those of the server; an auth_request brings one of the former. */
function headerLines(own: SnippetEffects, outer: SnippetEffects, hasAuth: boolean): readonly HeaderLine[] {
  const has = (kind: HeaderLine['kind']): boolean => own.responseHeaders.some((line) => line.kind === kind);
  const inherited = outer.responseHeaders.filter(({ kind }) => {
    if (kind === 'add') return !hasAuth && !has('add');
    return kind !== 'hide' || !has('hide');
  });
  return [...inherited, ...own.responseHeaders];
}

/** error_page at http level; a server with its own error_page (auth-tls-error-page) does not inherit them. */
export function addGlobalErrorPages(pages: Map<number, string>, server: Server, settings: Settings): void {
  if (server.clientCertificates?.hasCa === true && server.clientCertificates.errorPage !== '') return;
  for (const code of settings.customHttpErrors) pages.set(code, defaultUpstream);
}
