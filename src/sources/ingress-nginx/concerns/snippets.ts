import type { Traced } from '../../../model/traced.js';
import type { Annotations } from '../annotations.js';

/** Directives that stop requests or decide who may pass. Losing one of them opens what was closed. */
const GUARDING =
  /(?:^|[\s;{}])(deny|allow|satisfy|auth_basic|auth_request|auth_jwt|limit_req|limit_conn|secure_link|ssl_verify_client|ssl_client_certificate|access_by_lua\w*|internal|valid_referers|modsecurity(?:_rules(?:_file)?)?|return\s+(?:4\d\d|503|444))\b/;

const SNIPPETS = ['configuration-snippet', 'server-snippet', 'auth-snippet', 'stream-snippet', 'modsecurity-snippet'] as const;

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
    const found = GUARDING.exec(snippet.value.replace(/#[^\n]*/g, ''));
    if (found !== null && key !== 'auth-snippet' && key !== 'stream-snippet') guard ??= { value: found[1] ?? '', from: snippet.from };
  }
  return guard;
}
