import type { Traced } from '../../../model/traced.js';
import type { Annotations } from '../annotations.js';

/** Directives that stop requests or decide who may pass. Losing one of them opens what was closed. */
const GUARDING =
  /(?:^|[\s;{}])(deny|allow|satisfy|auth_[a-z_]+|limit_req|limit_conn|limit_except|secure_link|ssl_verify_client|ssl_client_certificate|ssl_crl|(?:access|rewrite|server_rewrite)_by_lua\w*|internal|valid_referers|modsecurity(?:_rules(?:_file)?)?|return\s+(?:4\d\d|503))\b/;

const SNIPPETS = [
  'configuration-snippet',
  'server-snippet',
  'auth-snippet',
  'stream-snippet',
  'modsecurity-snippet',
] as const;

/**
 * Snippets are the proxy's own language. None is translated; one that seems to guard the paths makes them withheld.
 * Comments are not directives.
 */
export function readSnippets(annotations: Annotations): Traced<string> | undefined {
  let guard: Traced<string> | undefined;
  for (const key of SNIPPETS) {
    const snippet = annotations.text(key);
    if (snippet === undefined) continue;
    // auth-snippet has its say with external authentication.
    if (key !== 'auth-snippet') annotations.leaveToMapping(key);
    if (key !== 'auth-snippet' && key !== 'stream-snippet') guard ??= guardIn(snippet);
  }
  return guard;
}

/** The guard in a server-snippet, which stands before every path of the host, whoever owns it (semantics §20). */
export function readServerGuard(annotations: Annotations): Traced<string> | undefined {
  const snippet = annotations.text('server-snippet');
  return snippet === undefined ? undefined : guardIn(snippet);
}

function guardIn(snippet: Traced<string>): Traced<string> | undefined {
  const found = GUARDING.exec(snippet.value.replace(/#[^\n]*/g, ''));
  return found === null ? undefined : { value: found[1] ?? '', from: snippet.from };
}
