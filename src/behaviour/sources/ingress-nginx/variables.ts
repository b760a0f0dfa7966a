import { fromBytes, toBytes } from '../../regex/pcre.js';
import { cookieOf, type RequestFacts } from './request-facts.js';
import { escapeComponent } from './uri.js';

export interface Captures {
  readonly values: readonly (string | undefined)[];
  readonly groups: Readonly<Record<string, string | undefined>> | undefined;
}

/** What is known when a text with nginx variables is evaluated. */
export interface VariableScope {
  readonly facts: RequestFacts;
  /** `$uri`, a byte string. */
  readonly uri: string;
  readonly args: string | null;
  readonly namespace: string;
  readonly ingress: string;
  readonly service: string;
  readonly servicePort: string;
  readonly locationPath: string;
  readonly serverName: string;
  /** Captures of the last regular expression that matched, byte strings. */
  readonly captures?: Captures | undefined;
  /** What the server's name captured: `$subdomain` of a wildcard host. */
  readonly nameCaptures?: Captures | undefined;
  /** Variables that another controller's templates define. */
  readonly own?: Readonly<Record<string, string>> | undefined;
}

const reference = /\$(?:\{(\w+)\}|(\w+))/g;

/** Replaces `$name`, `${name}` and `$1` in a text; what has no value becomes empty, as in nginx. */
export function expand(text: string, scope: VariableScope): string {
  return text.includes('$') ? fromBytes(expandToBytes(text, scope)) : text;
}

/** The same as a byte string, which keeps bytes that are no UTF-8. */
export function expandToBytes(text: string, scope: VariableScope): string {
  return toBytes(text).replace(reference, (_whole, braced: string | undefined, plain: string | undefined) => {
    const name = braced ?? plain ?? '';
    // nginx reads a single digit: `$12` is the first capture followed by a 2. There is no `$0`.
    if (/^[1-9]/.test(name)) return `${scope.captures?.values[Number(name[0])] ?? ''}${name.slice(1)}`;
    const captured = scope.captures?.groups?.[name];
    if (captured !== undefined) return captured;
    // Bytes already, which need not be UTF-8.
    if (name === 'uri' || name === 'document_uri') return scope.uri;
    return toBytes(scope.own?.[name] ?? variable(name, scope) ?? '');
  });
}

/** Variables whose values this model knows; the value of any other is empty. */
function variable(name: string, scope: VariableScope): string | undefined {
  const { facts } = scope;
  const { request } = facts;
  switch (name) {
    case 'host':
      // Without a Host header nginx puts the server's name in its place.
      return facts.host === '' ? scope.serverName : facts.host;
    case 'http_host':
      return request.host;
    case 'best_http_host':
      return facts.bestHost;
    case 'scheme':
      return request.scheme;
    case 'pass_access_scheme':
      return facts.accessScheme;
    case 'pass_port':
    case 'pass_server_port':
      return facts.port;
    case 'server_port':
      return String(request.port ?? (request.scheme === 'https' ? 443 : 80));
    case 'server_name':
      return scope.serverName;
    case 'request_uri':
      return request.path;
    case 'escaped_request_uri':
      return escapeComponent(request.path);
    case 'args':
    case 'query_string':
      return scope.args ?? '';
    case 'is_args':
      return (scope.args ?? '') === '' ? '' : '?';
    case 'request_method':
      return request.method;
    case 'https':
      return request.scheme === 'https' ? 'on' : '';
    case 'remote_addr':
      return facts.clientAddress;
    case 'namespace':
      return scope.namespace;
    case 'ingress_name':
      return scope.ingress;
    case 'service_name':
      return scope.service;
    case 'service_port':
      return scope.servicePort;
    case 'location_path':
      return scope.locationPath;
    default:
      break;
  }
  const named = scope.nameCaptures?.groups?.[name];
  if (named !== undefined) return named;
  if (name.startsWith('http_')) return facts.headers.get(name.slice(5).replaceAll('_', '-'));
  if (name.startsWith('cookie_')) return cookieOf(facts.headers, name.slice(7));
  if (name.startsWith('arg_')) return argument(scope.args ?? '', name.slice(4));
  return undefined;
}

/** `$arg_name` (ngx_http_arg): the first of that name in any case, not decoded. */
function argument(args: string, name: string): string | undefined {
  const start = `${name.toLowerCase()}=`;
  return args
    .split('&')
    .find((pair) => pair.toLowerCase().startsWith(start))
    ?.slice(start.length);
}
