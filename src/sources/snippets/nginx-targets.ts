import type { Redirect } from '../../model/traffic.js';

/** Scheme, host and the rest of a target that names them; each may be a variable. */
const ABSOLUTE = /^(https?|\$scheme):\/\/((?:\$(?:host|http_host)(?!\w)|[^/?$])*)(.*)$/i;
const WITH_GROUPS = /^(https?|\$scheme):\/\/((?:\$(?:host|http_host|[1-9])(?!\w)|[^/?$])*)(.*)$/i;
const OWN_HOST = /^\$(?:host|http_host)$/;
/** A variable in braces where it means the same without them. */
const BRACED = /\$\{(\w+)\}(?!\w)/g;
const ARGUMENTS = /\$is_args\$args$|\?\$(?:args|query_string)$/;

/**
 * The redirect that a target of `return` or `rewrite` means (ngx_http_rewrite_module); undefined for one with variables that
 * depend on the request in ways no redirect of a target can say. Groups (`$1`) may stand in the host name.
 *
 * @param path what stands for the path that was asked for: `$request_uri`, `$uri`, or the groups of a rewrite
 */
export function redirectTo(written: string, status: number, path: OwnPath): Redirect | undefined {
  const target = written.replace(BRACED, '$$$1');
  const absolute = (path.hasGroups ? ABSOLUTE : WITH_GROUPS).exec(target);
  if (absolute === null) {
    if (!target.startsWith('/') && !target.startsWith('$')) return undefined;
    return restOf(target, status, path);
  }
  const [, scheme = '', authority = '', rest = ''] = absolute;
  const made = restOf(rest, status, path);
  const named = /^([^:]+)(?::(\d{1,5}))?$/.exec(authority);
  if (made === undefined || named === null) return undefined;
  const [, host = '', port] = named;
  if (!OWN_HOST.test(host) && !/^(?:[a-z0-9-]|\$[1-9](?![a-z0-9_])|\.)+$/i.test(host)) return undefined;
  return {
    ...made,
    ...(scheme.startsWith('$') ? {} : { scheme: scheme.toLowerCase() === 'https' ? 'https' : 'http' }),
    ...(OWN_HOST.test(host) ? {} : { hostname: host.toLowerCase() }),
    ...(port === undefined ? {} : { port: Number(port) }),
  };
}

export interface OwnPath {
  /** Text that stands for the whole path, without the query. */
  readonly paths: readonly string[];
  /** Text that stands for the path with the query. */
  readonly whole: readonly string[];
  /** Whether the query is carried over without being named, unless the target ends with a question mark. */
  readonly addsQuery: boolean;
  /** Whether `$1` is a group of the path, and not one of a test of the host. */
  readonly hasGroups: boolean;
}

/** What `return` has. */
export const OF_RETURN: OwnPath = {
  paths: ['$uri', '$document_uri'],
  whole: ['$request_uri'],
  addsQuery: false,
  hasGroups: false,
};

function restOf(rest: string, status: number, own: OwnPath): Redirect | undefined {
  const made = (redirect: Partial<Redirect> & { readonly keepsQuery: boolean }): Redirect => ({
    status,
    purpose: 'fixed-target',
    ...redirect,
  });
  if (own.whole.includes(rest)) return made({ keepsQuery: true });
  const named = ARGUMENTS.exec(rest);
  const ended = own.addsQuery && rest.endsWith('?');
  const bare = named !== null ? rest.slice(0, named.index) : ended ? rest.slice(0, -1) : rest;
  const keepsQuery = named !== null || (own.addsQuery && !ended);
  if (own.paths.includes(bare)) return made({ keepsQuery });
  if (bare.includes('$') || /[\s#]/.test(bare)) return undefined;
  const [path = '', query] = bare.split('?', 2);
  return made({ path: path === '' ? '/' : path, keepsQuery, ...(query === undefined ? {} : { query }) });
}
