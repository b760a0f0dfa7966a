import type { Traced } from '../../../model/traced.js';
import { guardInSnippet } from '../../snippet-guards.js';
import type { Annotations } from '../annotations.js';

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
    if (key !== 'auth-snippet' && key !== 'stream-snippet') guard ??= guardInSnippet(snippet);
  }
  return guard;
}

/** The guard in a server-snippet, which stands before every path of the host, whoever owns it (semantics §20). */
export function readServerGuard(annotations: Annotations): Traced<string> | undefined {
  const snippet = annotations.text('server-snippet');
  return snippet === undefined ? undefined : guardInSnippet(snippet);
}
