import type { CompiledLocation } from './compiled-location.js';
import type { Configuration } from './configuration.js';
import { serverNames } from './host-table.js';
import { catchAll } from './servers.js';

/** One `location` of the file that the model claims the controller writes. */
export interface DescribedLocation {
  /** `= "pattern"`, `"pattern"` or `~* "pattern"`. */
  readonly kind: 'exact' | 'prefix' | 'regex';
  readonly pattern: string;
  /** What an Outcome calls it. */
  readonly rule: string;
  readonly does:
    | { readonly kind: 'return'; readonly status: number; readonly text: string }
    /** `backend` is empty for the built-in 404 server. */
    | { readonly kind: 'proxy'; readonly backend: string };
  /** `return` before the proxying, which still counts for the slash that nginx adds. */
  readonly redirect?: { readonly status: number; readonly url: string } | undefined;
  /** `rewrite "pattern" target break`. */
  readonly rewrite?: { readonly pattern: string; readonly target: string } | undefined;
  /** `absolute_redirect off`. */
  readonly relativeRedirects: boolean;
}

/** One `server` block, in the order of the file. */
export interface DescribedServer {
  /** The values of `server_name`; expressions begin with `~`. */
  readonly names: readonly string[];
  /** Takes the requests for unknown names. */
  readonly isDefault: boolean;
  /** Redirects everything to this host instead of having locations (from-to-www-redirect). */
  readonly redirectTo?: string | undefined;
  /** Each `if ($uri = /) { return 302 $scheme://$http_host…; }` */
  readonly appRoots: readonly { readonly path: string; readonly rule: string }[];
  readonly locations: readonly DescribedLocation[];
}

/** Server blocks and locations as data, so that a real nginx can be asked whether it reads them like the model. */
export function describeServers(configuration: Configuration): readonly DescribedServer[] {
  const redirects = configuration.redirects.map(
    ({ from, to }): DescribedServer => ({
      names: [from],
      isDefault: false,
      redirectTo: to,
      appRoots: [],
      locations: [],
    }),
  );
  const servers = configuration.servers.map(({ server, locations, appRoots }): DescribedServer => {
    const own = locations.directives.map(
      ({ kind, pattern, location }): DescribedLocation => ({ kind, pattern, ...describe(configuration, location) }),
    );
    const builtIn = locations.builtIns.map(
      ({ kind, path }): DescribedLocation => ({
        kind: 'prefix',
        pattern: path,
        rule: kind === 'health-check' ? 'controller health check' : 'controller status page',
        does: { kind: 'return', status: 200, text: '' },
        relativeRedirects: configuration.settings.relativeRedirects,
      }),
    );
    return {
      names: serverNames(server),
      isDefault: server.host === catchAll,
      appRoots,
      locations: [...own, ...builtIn],
    };
  });
  return [...redirects, ...servers];
}

function describe(
  { settings: global, upstreams }: Configuration,
  { source, settings, rewrite }: CompiledLocation,
): Omit<DescribedLocation, 'kind' | 'pattern'> {
  const { rule } = source;
  const relativeRedirects = settings.redirect.relative || global.relativeRedirects;
  if (settings.denied !== undefined) {
    return { rule, relativeRedirects, does: { kind: 'return', status: 503, text: '' } };
  }
  const { url, code } = settings.redirect;
  return {
    rule,
    relativeRedirects,
    does: { kind: 'proxy', backend: upstreams.get(source.upstream)?.destination.label ?? '' },
    ...(url === '' ? {} : { redirect: { status: code, url } }),
    ...(rewrite === undefined ? {} : { rewrite: { pattern: `(?i)${source.path}`, target: rewrite.target } }),
  };
}
