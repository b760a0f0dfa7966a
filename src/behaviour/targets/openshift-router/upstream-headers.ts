import type { ForwardedHeaders } from './backends.js';
import { fetchHeader, type HeaderLines } from './header-actions.js';
import type { RequestFacts } from './request-facts.js';

/** Headers by which a client could pass for something else (reference §2.9). */
const stripped = /^(proxy|x-ssl(-client-(cn|der|dn|notafter|notbefore|sha1|serial|subject|verify|version)|-issuer)?)$/;

/** The names of the client's headers that no backend gets to see. */
export function strippedHeaders({ request }: RequestFacts): string[] {
  const names = Object.keys(request.headers ?? {}).map((name) => name.toLowerCase());
  return [...new Set(names.filter((name) => stripped.test(name)))];
}

/** The headers of a request with those that tell of the client, before the actions of the Route. */
export function forwardHeaders(facts: RequestFacts, policy: ForwardedHeaders): HeaderLines {
  const headers: HeaderLines = new Map();
  for (const [name, value] of Object.entries(facts.request.headers ?? {})) {
    const key = name.toLowerCase();
    if (!stripped.test(key)) headers.set(key, [...(headers.get(key) ?? []), value]);
  }
  headers.set('host', [facts.host]);
  const { scheme } = facts.request;
  const put = putterFor(policy, headers);
  if (policy === 'replace') put('x-forwarded-for', () => sourceOf(facts));
  put('x-forwarded-host', () => fetchHeader(headers, 'host'));
  put('x-forwarded-port', () => String(facts.port));
  put('x-forwarded-proto', () => scheme);
  const source = sourceOf(facts);
  const quoted = source.includes(':') ? `"[${source}]"` : source;
  put('forwarded', () => {
    const proto = fetchHeader(headers, 'x-forwarded-proto');
    return `for=${quoted};host=${fetchHeader(headers, 'host')};proto=${proto}`;
  });
  return headers;
}

/** Unless it is replaced, X-Forwarded-For comes from an option of HAProxy that acts after the actions of the Route. */
export function addForwardedFor(facts: RequestFacts, policy: ForwardedHeaders, headers: HeaderLines): void {
  if (policy !== 'replace') putterFor(policy, headers)('x-forwarded-for', () => sourceOf(facts));
}

function sourceOf({ request }: RequestFacts): string {
  return request.clientAddress ?? '127.0.0.1';
}

function putterFor(policy: ForwardedHeaders, headers: HeaderLines): (name: string, value: () => string) => void {
  return (name, value) => {
    const present = headers.get(name) ?? [];
    switch (policy) {
      case 'never':
        return;
      case 'if-none':
        if (present.length === 0) headers.set(name, [value()]);
        return;
      case 'replace':
        headers.set(name, [value()]);
        return;
      case 'append':
        headers.set(name, [...present, value()]);
        return;
    }
  };
}
