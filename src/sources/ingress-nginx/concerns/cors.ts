import type { Cors } from '../../../model/policies.js';
import type { Annotations } from '../annotations.js';

const DEFAULT_METHODS = ['GET', 'PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS'];
const DEFAULT_HEADERS = [
  'DNT',
  'Keep-Alive',
  'User-Agent',
  'X-Requested-With',
  'If-Modified-Since',
  'Cache-Control',
  'Content-Type',
  'Range',
  'Authorization',
];

/** internal/ingress/annotations/cors/main.go with its defaults (semantics §17). */
export function readCors(annotations: Annotations): Cors | undefined {
  const enabled = annotations.bool('enable-cors');
  if (enabled?.value !== true) return undefined;
  const { from } = enabled;
  const origins = annotations.list('cors-allow-origin') ?? { value: ['*'], from };
  const any = origins.value.includes('*');
  // An item without a scheme is skipped (corsOriginRegex); null is taken, and dealt with like any other origin.
  const usable = any ? ['*'] : origins.value.filter((o) => o.includes('://') || o === 'null');
  if (usable.length === 0) {
    annotations.ledger.sayAll([...from, ...annotations.itemsOf(CORS_KEYS)], {
      verdict: 'invalid',
      code: 'RS1405',
      message: 'no origin of cors-allow-origin has a scheme, so the controller never sends a CORS header',
      next: 'Write origins as https://host.',
    });
    return undefined;
  }
  return {
    enabled: { value: true, from },
    origins: { value: usable, from: origins.from },
    methods: annotations.list('cors-allow-methods') ?? { value: DEFAULT_METHODS, from },
    headers: annotations.list('cors-allow-headers') ?? { value: DEFAULT_HEADERS, from },
    exposeHeaders: annotations.list('cors-expose-headers') ?? { value: [], from },
    credentials: annotations.bool('cors-allow-credentials') ?? { value: true, from },
    maxAge: annotations.integer('cors-max-age') ?? { value: 1728000, from },
  };
}

const CORS_KEYS = [
  'cors-allow-origin',
  'cors-allow-methods',
  'cors-allow-headers',
  'cors-expose-headers',
  'cors-allow-credentials',
  'cors-max-age',
];
