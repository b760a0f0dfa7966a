import { Headers } from '../ingress-nginx/reply.js';
import type { RequestFacts } from '../ingress-nginx/request-facts.js';
import type { HeaderLine } from '../ingress-nginx/snippets.js';
import type { Location } from './location.js';
import { allowedOrigin, type Cors } from './policies.js';
import type { Server } from './servers.js';
import type { Inherit } from './settings.js';
import type { AddedHeader } from './value-grammar.js';

/** Statuses on which add_header without `always` works (ngx_http_headers_module). */
const PLAIN_STATUSES = new Set([200, 201, 204, 206, 301, 302, 303, 304, 307, 308]);

const HSTS = 'Strict-Transport-Security';

interface Level {
  readonly headers: readonly AddedHeader[];
  readonly inherit: Inherit | undefined;
}

/** The add_header lines that count for a request: of the innermost level that has any, unless add-header-inherit says else. */
export function headersFor(
  facts: RequestFacts,
  http: readonly AddedHeader[],
  server: Server,
  location: Location | undefined,
  isEarly = false,
): readonly AddedHeader[] {
  const levels: Level[] = [{ headers: http, inherit: undefined }, serverLevel(facts, server, isEarly)];
  if (location !== undefined) levels.push(locationLevel(facts, location));
  let mode: Inherit = 'on';
  let current: readonly AddedHeader[] = [];
  for (const { headers, inherit } of levels) {
    mode = inherit ?? mode;
    if (mode === 'merge') current = [...current, ...headers];
    else if (mode === 'off' || headers.length > 0) current = headers;
  }
  return current;
}

function serverLevel(facts: RequestFacts, { settings, snippet, tls }: Server, isEarly: boolean): Level {
  const headers = [...settings.addHeaders, ...fromSnippet(snippet.responseHeaders)];
  const { hsts } = settings;
  if (hsts !== undefined && (tls !== undefined || hsts.behindProxy)) {
    const secure = hsts.behindProxy
      ? facts.headers.get('x-forwarded-proto') === 'https'
      : facts.request.scheme === 'https';
    const value = `max-age=${hsts.maxAge}; ${hsts.includeSubdomains ? 'includeSubDomains; ' : ''}preload`;
    // The line stands there in any case and hides those of outer levels; an empty value sends nothing. The value is a
    // variable that `set` fills when the server's directives are run.
    headers.push({ name: HSTS, value: secure && !isEarly ? value : '', always: true });
  }
  return { headers, inherit: settings.addHeaderInherit };
}

function locationLevel(facts: RequestFacts, { addHeaders, policies, snippet, settings }: Location): Level {
  const cors = policies.cors === undefined ? [] : corsHeaders(policies.cors, facts);
  return {
    headers: [...fromSnippet(snippet.responseHeaders), ...addHeaders, ...cors],
    inherit: settings.addHeaderInherit,
  };
}

/** The CORS headers of a location; they are sent to whoever asks. */
export function corsHeaders(cors: Cors, facts: RequestFacts): readonly AddedHeader[] {
  const value = allowedOrigin(cors, facts.headers.get('origin') ?? '');
  return [...cors.headers, { name: 'Access-Control-Allow-Origin', value, always: true }];
}

/** Without headers-more, which this nginx has not, a snippet can only add lines. */
function fromSnippet(lines: readonly HeaderLine[]): readonly AddedHeader[] {
  return lines.flatMap((line) =>
    line.kind === 'add' ? [{ name: line.name, value: line.value, always: line.always }] : [],
  );
}

/** Lines of a location about hidden headers take the place of those of its server. */
function hiddenBy(server: Server, location: Location | undefined): readonly string[] {
  const namesIn = (lines: readonly HeaderLine[]): string[] =>
    lines.flatMap(({ kind, name }) => (kind === 'hide' ? [name.toLowerCase()] : []));
  const own = namesIn(location?.snippet.responseHeaders ?? []);
  return own.length > 0 ? own : [...server.settings.hideHeaders, ...namesIn(server.snippet.responseHeaders)];
}

/** What becomes of response headers: lines for a status, and what is hidden from answers of pods. */
export function responseChanges(
  headers: readonly AddedHeader[],
  status: number | 'any',
  server: Server,
  forwarded: boolean,
  location?: Location,
): Headers {
  const changes = new Headers();
  const seen = new Map<string, string>();
  for (const { name, value, always } of headers) {
    if (value === '' || !(always || status === 'any' || PLAIN_STATUSES.has(status))) continue;
    const lower = name.toLowerCase();
    const earlier = seen.get(lower);
    seen.set(lower, earlier === undefined ? value : `${earlier}, ${value}`);
  }
  const hidesHsts =
    server.settings.hsts !== undefined && (server.tls !== undefined || server.settings.hsts.behindProxy);
  const hidden = new Set(forwarded ? hiddenBy(server, location) : []);
  if (hidesHsts && forwarded) hidden.add(HSTS.toLowerCase());
  for (const [name, value] of seen) {
    // What is hidden and written again is replaced; everything else is one more line.
    if (hidden.has(name)) changes.set(name, value);
    else changes.add(name, value);
  }
  for (const name of hidden) if (!seen.has(name)) changes.remove(name);
  return changes;
}
