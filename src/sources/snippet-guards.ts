import type { Traced } from '../model/traced.js';

/** Directives that stop requests or decide who may pass. Losing one of them opens what was closed. */
const GUARDING =
  /(?:^|[\s;{}])(deny|allow|satisfy|auth_[a-z_]+|limit_req|limit_conn|limit_except|secure_link|ssl_verify_client|ssl_client_certificate|ssl_crl|(?:access|rewrite|server_rewrite)_by_lua\w*|internal|valid_referers|modsecurity(?:_rules(?:_file)?)?|return\s+(?:4\d\d|503))\b/;

/** The first directive in lines of nginx configuration that seems to guard their paths. Comments are not directives. */
export function guardInSnippet(snippet: Traced<string>): Traced<string> | undefined {
  const found = GUARDING.exec(snippet.value.replace(/#[^\n]*/g, ''));
  return found === null ? undefined : { value: found[1] ?? '', from: snippet.from };
}
