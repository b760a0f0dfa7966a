import { parseGoBool, parseGoInt } from '../../values/go-values.js';
import {
  type AddedHeader,
  parseAddHeaders,
  parseErrorCodes,
  parseOffset,
  parsePorts,
  parseRate,
  parseRedirectCode,
  parseSetHeaders,
  parseSize,
  parseStickyServices,
  parseTime,
  type Rate,
} from './value-grammar.js';

export type Inherit = 'on' | 'off' | 'merge';

export interface Hsts {
  readonly maxAge: number;
  readonly includeSubdomains: boolean;
  readonly behindProxy: boolean;
}

export interface RateLimit {
  readonly rate: Rate;
  readonly key: string;
  readonly burst: number;
  readonly delay: number;
  readonly noDelay: boolean;
  readonly dryRun: boolean;
  readonly rejectCode: number;
  readonly scale: boolean;
}

/** What the controller makes of its ConfigMap and, upon it, of the annotations of one Ingress (ConfigParams). */
export interface Settings {
  /** Seconds; only those that somebody chose, the others are 60. */
  readonly timeouts: Readonly<Record<string, number>>;
  /** Bytes; 0 for no limit. */
  readonly bodySize: number;
  readonly bodySizeChosen: boolean;
  readonly redirectToHttps: boolean;
  readonly sslRedirect: boolean;
  readonly redirectCode: number;
  readonly hsts: Hsts | undefined;
  readonly hideHeaders: readonly string[];
  readonly passHeaders: readonly string[];
  readonly addHeaders: readonly AddedHeader[];
  readonly setHeaders: ReturnType<typeof parseSetHeaders>;
  readonly addHeaderInherit: Inherit | undefined;
  readonly serverSnippet: string;
  readonly locationSnippet: string;
  readonly ports: readonly number[];
  readonly sslPorts: readonly number[];
  readonly keepalive: number;
  readonly basicAuth: { readonly secret: string; readonly realm: string } | undefined;
  readonly appRoot: string;
  readonly proxyRedirect: { readonly from: string; readonly to: string } | undefined;
  readonly errorCodes: ReadonlySet<number>;
  readonly rateLimit: RateLimit | undefined;
  readonly stickyServices: ReadonlyMap<string, string>;
  readonly buffers: Readonly<Record<'buffers' | 'size' | 'busy' | 'tempFile', string | undefined>>;
  readonly http2: boolean;
}

export const BODY_SIZE = 1024 ** 2;

const DEFAULTS: Settings = {
  timeouts: {},
  bodySize: BODY_SIZE,
  bodySizeChosen: false,
  redirectToHttps: false,
  sslRedirect: true,
  redirectCode: 301,
  hsts: undefined,
  hideHeaders: [],
  passHeaders: [],
  addHeaders: [],
  setHeaders: [],
  addHeaderInherit: undefined,
  serverSnippet: '',
  locationSnippet: '',
  ports: [80],
  sslPorts: [443],
  keepalive: 0,
  basicAuth: undefined,
  appRoot: '',
  proxyRedirect: undefined,
  errorCodes: new Set(),
  rateLimit: undefined,
  stickyServices: new Map(),
  buffers: { buffers: undefined, size: undefined, busy: undefined, tempFile: undefined },
  http2: false,
};

/** Reads one key, with the prefix that the place has; undefined if it is absent. */
type Read = (key: string) => string | undefined;

const ANNOTATION = 'nginx.org/';

/** The ConfigMap upon the defaults (ParseConfigMap in internal/configs/configmaps.go). Bad values are passed over. */
export function globalSettings(data: ReadonlyMap<string, string>): Settings {
  const read: Read = (key) => data.get(key);
  return { ...shared(read, DEFAULTS), http2: bool(read('http2')) ?? DEFAULTS.http2 };
}

/** The annotations of an Ingress that passed its checks, upon the global settings (parseAnnotations). */
export function settingsOf(annotations: ReadonlyMap<string, string>, base: Settings): Settings {
  const read: Read = (key) => annotations.get(`${ANNOTATION}${key}`);
  const old = bool(annotations.get('ingress.kubernetes.io/ssl-redirect'));
  const from = read('proxy-redirect-from');
  const secret = read('basic-auth-secret');
  const sticky = read('sticky-cookie-services') ?? annotations.get('nginx.com/sticky-cookie-services');
  return {
    ...shared(read, base),
    sslRedirect:
      bool(read('ssl-redirect')) ?? (read('ssl-redirect') === undefined ? old : undefined) ?? base.sslRedirect,
    addHeaders: read('add-header') === undefined ? base.addHeaders : parseAddHeaders(read('add-header') ?? ''),
    setHeaders: parseSetHeaders(read('proxy-set-headers') ?? ''),
    ports: given(read('listen-ports'), parsePorts) ?? base.ports,
    sslPorts: given(read('listen-ports-ssl'), parsePorts) ?? base.sslPorts,
    basicAuth: secret === undefined ? undefined : { secret, realm: read('basic-auth-realm') ?? '' },
    appRoot: read('app-root') ?? '',
    proxyRedirect: from === undefined ? undefined : { from, to: read('proxy-redirect-to') ?? '' },
    errorCodes: given(read('custom-http-errors'), parseErrorCodes) ?? base.errorCodes,
    rateLimit: readRateLimit(read),
    stickyServices: given(sticky, parseStickyServices) ?? base.stickyServices,
  };
}

/** The keys that ConfigMap and annotations have in common. */
function shared(read: Read, base: Settings): Settings {
  const size = given(read('client-max-body-size'), parseOffset);
  const timeouts = { ...base.timeouts };
  for (const name of ['connect', 'send', 'read']) {
    const seconds = given(read(`proxy-${name}-timeout`), parseTime);
    if (seconds !== undefined) timeouts[name] = seconds;
  }
  const inherit = read('add-header-inherit')?.trim().toLowerCase();
  return {
    ...base,
    timeouts,
    bodySize: size ?? base.bodySize,
    bodySizeChosen: size !== undefined || base.bodySizeChosen,
    redirectToHttps: bool(read('redirect-to-https')) ?? base.redirectToHttps,
    sslRedirect: bool(read('ssl-redirect')) ?? base.sslRedirect,
    redirectCode: given(read('http-redirect-code'), parseRedirectCode) ?? base.redirectCode,
    hsts: readHsts(read, base.hsts),
    hideHeaders: given(read('proxy-hide-headers'), names) ?? base.hideHeaders,
    passHeaders: given(read('proxy-pass-headers'), names) ?? base.passHeaders,
    addHeaderInherit: inherit === 'on' || inherit === 'off' || inherit === 'merge' ? inherit : base.addHeaderInherit,
    serverSnippet: read('server-snippets') ?? base.serverSnippet,
    locationSnippet: read('location-snippets') ?? base.locationSnippet,
    keepalive: given(read('keepalive'), parseGoInt) ?? base.keepalive,
    buffers: {
      buffers: read('proxy-buffers') ?? base.buffers.buffers,
      size: read('proxy-buffer-size') ?? base.buffers.size,
      busy: read('proxy-busy-buffers-size') ?? base.buffers.busy,
      tempFile: read('proxy-max-temp-file-size') ?? base.buffers.tempFile,
    },
  };
}

/** hsts and its companions: one that cannot be read spoils them all, and without hsts itself they do nothing. */
function readHsts(read: Read, base: Hsts | undefined): Hsts | undefined {
  const on = bool(read('hsts'));
  if (on === undefined) return base;
  const age = read('hsts-max-age');
  const maxAge = age === undefined ? (base?.maxAge ?? 2_592_000) : parseGoInt(age);
  const flag = (key: string, before: boolean): boolean | undefined => {
    const text = read(key);
    return text === undefined ? before : bool(text);
  };
  const includeSubdomains = flag('hsts-include-subdomains', base?.includeSubdomains ?? false);
  const behindProxy = flag('hsts-behind-proxy', base?.behindProxy ?? false);
  if (maxAge === undefined || includeSubdomains === undefined || behindProxy === undefined) return base;
  return on ? { maxAge, includeSubdomains, behindProxy } : undefined;
}

/** limit-req-*: of these a value that cannot be read is only passed over (parseRateLimitAnnotations). */
function readRateLimit(read: Read): RateLimit | undefined {
  const rate = given(read('limit-req-rate'), parseRate);
  if (rate === undefined) return undefined;
  return {
    rate,
    key: read('limit-req-key') ?? '$' + '{binary_remote_addr}',
    burst: given(read('limit-req-burst'), parseGoInt) ?? 0,
    delay: given(read('limit-req-delay'), parseGoInt) ?? 0,
    noDelay: bool(read('limit-req-no-delay')) ?? false,
    dryRun: bool(read('limit-req-dry-run')) ?? false,
    rejectCode: given(read('limit-req-reject-code'), parseGoInt) ?? 429,
    scale: bool(read('limit-req-scale')) ?? false,
  };
}

/** The bytes of the rate limit's zone; undefined where the default of 10m holds. */
export function zoneSizeOf(annotations: ReadonlyMap<string, string>): number | undefined {
  return given(annotations.get(`${ANNOTATION}limit-req-zone-size`), parseSize);
}

function bool(text: string | undefined): boolean | undefined {
  return text === undefined ? undefined : parseGoBool(text);
}

function given<T>(text: string | undefined, parse: (text: string) => T | undefined): T | undefined {
  return text === undefined ? undefined : parse(text);
}

function names(text: string): readonly string[] {
  return text.split(',').map((name) => name.trim().toLowerCase());
}
