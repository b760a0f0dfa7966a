import { compilePcre, toBytes } from '../../regex/pcre.js';
import type { Cors } from './cors.js';
import type { HeaderSet } from './header-set.js';
import type { HaproxyIngressVersion } from './input.js';
import type { RequestFacts } from './request-facts.js';

/** CORS headers of an answer; only requests with an Origin get any (reference §1.10). */
export function corsHeaders(
  cors: Cors,
  facts: RequestFacts,
  version: HaproxyIngressVersion,
  response: HeaderSet,
): void {
  if (version === '0.17') echoAllowed(cors, facts, response);
  else nameFirst(cors, facts, response);
}

/** Released versions tell every origin which one is allowed. */
function nameFirst(cors: Cors, facts: RequestFacts, response: HeaderSet): void {
  const origin = originOf(facts);
  const [first = ''] = cors.origins;
  const isChoice = cors.originPatterns.length > 0 || cors.origins.length > 1;
  const echoes = first === '*' && cors.credentials;
  if (isChoice || echoes) response.add('vary', 'Origin');
  if (origin === undefined) return;
  const isAllowed = cors.origins.includes(origin) || matches(cors, origin);
  const answer = isChoice ? (isAllowed ? origin : first) : echoes ? origin : first;
  response.set('access-control-allow-origin', answer);
  response.set('access-control-allow-methods', cors.methods);
  response.set('access-control-allow-headers', cors.headers);
  if (cors.credentials) response.set('access-control-allow-credentials', 'true');
  if (cors.exposed !== '') response.set('access-control-expose-headers', cors.exposed);
}

/** The development tree answers allowed origins only; without a list all are. */
function echoAllowed(cors: Cors, facts: RequestFacts, response: HeaderSet): void {
  const origin = originOf(facts);
  if (origin === undefined) return;
  const listed = cors.origins.filter((one) => one !== '*' && one !== '');
  const isOpen = listed.length === 0 && cors.originPatterns.length === 0;
  if (!isOpen && !listed.includes(origin) && !matches(cors, origin)) return;
  const repeated = (value: string, name: string): string | undefined =>
    value === '*' ? facts.headers.get(name) : value === '' ? undefined : value;
  const methods = repeated(cors.methods, 'access-control-request-method');
  const headers = repeated(cors.headers, 'access-control-request-headers');
  response.set('access-control-allow-origin', origin);
  if (methods !== undefined) response.set('access-control-allow-methods', methods);
  if (headers !== undefined) response.set('access-control-allow-headers', headers);
  if (cors.credentials) response.set('access-control-allow-credentials', 'true');
  if (cors.exposed !== '') response.set('access-control-expose-headers', cors.exposed);
  if (listed.length > 0) response.add('vary', 'Origin');
}

function originOf({ headers }: RequestFacts): string | undefined {
  // hdr() takes the last member of a list.
  return headers.get('origin')?.split(',').at(-1)?.trim();
}

function matches({ originPatterns }: Cors, origin: string): boolean {
  return originPatterns.some((pattern) => {
    const compiled = compilePcre(pattern, false);
    return compiled.kind === 'compiled' && compiled.regex.test(toBytes(origin));
  });
}
