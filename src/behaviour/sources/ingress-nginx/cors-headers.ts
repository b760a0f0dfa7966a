import type { CompiledCors } from './compiled-location.js';
import type { Cors } from './location-annotations.js';
import type { Headers } from './reply.js';
import type { RequestFacts } from './request-facts.js';

export type CorsVerdict =
  | { readonly kind: 'unmatched' }
  /** `preflight`: nginx answers 204 itself, whatever the requested method and headers are. */
  | { readonly kind: 'matched' | 'preflight'; readonly origin: string; readonly config: Cors };

/** The CORS template of nginx.tmpl: an OPTIONS request of an accepted origin ends here (reference §17). */
export function corsVerdict(cors: CompiledCors | undefined, facts: RequestFacts): CorsVerdict {
  if (cors === undefined) return { kind: 'unmatched' };
  const origin = cors.origins === null ? '*' : (facts.headers.get('origin') ?? '');
  if (cors.origins !== null && !cors.origins.test(origin)) return { kind: 'unmatched' };
  return { kind: facts.request.method === 'OPTIONS' ? 'preflight' : 'matched', origin, config: cors.config };
}

/** All headers go on every answer of the location and replace the backend's. */
export function setCorsHeaders(verdict: Exclude<CorsVerdict, { kind: 'unmatched' }>, headers: Headers): void {
  const { config } = verdict;
  headers.set('access-control-allow-origin', verdict.origin);
  if (config.credentials) headers.set('access-control-allow-credentials', 'true');
  headers.set('access-control-allow-methods', config.methods);
  headers.set('access-control-allow-headers', config.headers);
  if (config.expose !== '') headers.set('access-control-expose-headers', config.expose);
  headers.set('access-control-max-age', String(config.maxAge));
}
