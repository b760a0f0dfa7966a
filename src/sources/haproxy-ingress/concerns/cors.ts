import type { Cors } from '../../../model/policies.js';
import type { Context } from '../context.js';
import type { Values } from '../values.js';

const METHODS = ['GET', 'PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS'];
const HEADERS = [
  'DNT',
  'X-CustomHeader',
  'Keep-Alive',
  'User-Agent',
  'X-Requested-With',
  'If-Modified-Since',
  'Cache-Control',
  'Content-Type',
  'Authorization',
];

/** CORS with the defaults of released versions (reference §1.10). */
export function readCors(values: Values, { ledger }: Context): Cors | undefined {
  const enabled = values.bool('cors-enable');
  if (enabled?.value !== true) return undefined;
  const { from } = enabled;
  values.leave('cors-allow-origin-regex');
  ledger.sayAll(from, {
    verdict: 'approximated',
    code: 'RS2213',
    message:
      'before, every OPTIONS request got 204 without a password, and other origins were told the first one of the list; the CORS filter answers preflights, and other origins nothing',
  });
  const origins = values.list('cors-allow-origin') ?? { value: ['*'], from };
  return {
    enabled: { value: true, from },
    origins: { value: origins.value.includes('*') ? ['*'] : origins.value, from: origins.from },
    methods: values.list('cors-allow-methods') ?? { value: METHODS, from },
    headers: values.list('cors-allow-headers') ?? { value: HEADERS, from },
    exposeHeaders: values.list('cors-expose-headers') ?? { value: [], from },
    credentials: values.bool('cors-allow-credentials') ?? { value: false, from },
    maxAge: values.integer('cors-max-age') ?? { value: 86400, from },
  };
}
