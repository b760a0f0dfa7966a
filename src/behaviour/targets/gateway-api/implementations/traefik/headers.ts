import { compileRe2 } from '../../../../regex/re2.js';
import type { CorsPolicy } from '../../cors.js';
import type { Extension } from '../../plane.js';
import { type Fields, number, stringMap, text, texts } from '../../reading.js';

/** The `headers` middleware: an empty value takes a header away; with an origin list it answers preflights. */
export function headersExtension(settings: Fields): Extension {
  return {
    requestHeaders: [modifier(stringMap(settings.customRequestHeaders))],
    responseHeaders: [modifier(new Map([...securityHeaders(settings), ...stringMap(settings.customResponseHeaders)]))],
    secureHeaders: [modifier(transportSecurity(settings))],
    cors: readCors(settings),
  };
}

function modifier(headers: ReadonlyMap<string, string>): Fields {
  const all = [...headers].map(([name, value]) => ({ name, value }));
  return {
    set: all.filter(({ value }) => value !== ''),
    remove: all.filter(({ value }) => value === '').map((h) => h.name),
  };
}

function transportSecurity(settings: Fields): ReadonlyMap<string, string> {
  const seconds = number(settings.stsSeconds) ?? 0;
  const subdomains = settings.stsIncludeSubdomains === true ? '; includeSubDomains' : '';
  const preload = settings.stsPreload === true ? '; preload' : '';
  if (seconds <= 0) return new Map();
  return new Map([['Strict-Transport-Security', `max-age=${seconds}${subdomains}${preload}`]]);
}

function securityHeaders(settings: Fields): ReadonlyMap<string, string> {
  const headers = new Map<string, string>(settings.forceSTSHeader === true ? transportSecurity(settings) : []);
  const frame = text(settings.customFrameOptionsValue) ?? (settings.frameDeny === true ? 'DENY' : '');
  if (frame !== '') headers.set('X-Frame-Options', frame);
  if (settings.contentTypeNosniff === true) headers.set('X-Content-Type-Options', 'nosniff');
  if (settings.browserXssFilter === true) headers.set('X-XSS-Protection', '1; mode=block');
  for (const [field, name] of [
    ['contentSecurityPolicy', 'Content-Security-Policy'],
    ['referrerPolicy', 'Referrer-Policy'],
    ['permissionsPolicy', 'Permissions-Policy'],
  ] as const) {
    const value = text(settings[field]) ?? '';
    if (value !== '') headers.set(name, value);
  }
  return headers;
}

function readCors(settings: Fields): CorsPolicy | undefined {
  const origins = texts(settings.accessControlAllowOriginList);
  const patterns = texts(settings.accessControlAllowOriginListRegex).flatMap((source) => {
    const pattern = compileRe2(source);
    return 'refusal' in pattern ? [] : [pattern];
  });
  if (origins.length + patterns.length === 0) return undefined;
  return {
    origins,
    patterns,
    methods: texts(settings.accessControlAllowMethods),
    headers: texts(settings.accessControlAllowHeaders),
    exposed: texts(settings.accessControlExposeHeaders),
    credentials: settings.accessControlAllowCredentials === true,
    maxAge: number(settings.accessControlMaxAge),
  };
}
