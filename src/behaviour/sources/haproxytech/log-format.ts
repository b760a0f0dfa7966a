/** What a format may look up. Names of headers are lower case. */
export interface FormatScope {
  header(name: string): string | undefined;
  cookie(name: string): string | undefined;
  readonly source: string;
  readonly method: string;
  /** As the rules before have left it. */
  readonly path: string;
  /** As the client has sent it, query included. */
  readonly uri: string;
  /** `txn.host`, `txn.path`, `txn.base`. */
  readonly variables: ReadonlyMap<string, string>;
  readonly secure: boolean;
}

/** A value in HAProxy's log format, taken apart. */
export interface LogFormat {
  readonly parts: readonly (string | ((scope: FormatScope) => string))[];
  /** Lookups that the model does not do; they stand in the value as they are written. */
  readonly unknown: readonly string[];
}

type Lookup = (scope: FormatScope) => string;

const converters: ReadonlyMap<string, (value: string) => string> = new Map([
  ['lower', (value) => value.toLowerCase()],
  ['upper', (value) => value.toUpperCase()],
  ['field(1,:)', (value) => value.split(':')[0] ?? ''],
]);

const plain: ReadonlyMap<string, Lookup> = new Map<string, Lookup>([
  ['src', ({ source }) => source],
  ['method', ({ method }) => method],
  ['path', ({ path }) => path],
  ['capture.req.uri', ({ uri }) => uri],
  ['capture.req.method', ({ method }) => method],
  ['ssl_fc', ({ secure }) => (secure ? '1' : '0')],
]);

/**
 * Takes a log format apart: `%%` is a percent sign, `%[…]` a lookup.
 *
 * @param side an answer has no request any more, only what was kept of it
 */
export function parseLogFormat(text: string, side: 'request' | 'response'): LogFormat {
  const parts: (string | Lookup)[] = [];
  const unknown: string[] = [];
  const pattern = /%%|%(?:\{[^}]*\})?\[((?:[^[\]]|\[[^\]]*\])*)\]|%[A-Za-z]+|[^%]+|%/g;
  for (const [written, expression] of text.matchAll(pattern)) {
    if (!written.startsWith('%')) parts.push(written);
    else if (written === '%%') parts.push('%');
    else {
      const lookup = expression === undefined ? undefined : readLookup(expression, side);
      if (lookup === undefined) unknown.push(written);
      parts.push(lookup ?? written);
    }
  }
  return { parts, unknown };
}

function readLookup(expression: string, side: 'request' | 'response'): Lookup | undefined {
  const [, fetch = '', rest = ''] = /^([^,(]*(?:\([^)]*\))?)((?:,.*)?)$/s.exec(expression.trim()) ?? [];
  const found = readFetch(fetch, side);
  const chain = [...rest.matchAll(/,([^,(]*(?:\([^)]*\))?)/g)].map(([, name = '']) => converters.get(name.trim()));
  if (found === undefined || chain.includes(undefined)) return undefined;
  return (scope) => chain.reduce((value, convert) => convert?.(value) ?? value, found(scope));
}

function readFetch(fetch: string, side: 'request' | 'response'): Lookup | undefined {
  const [, name = '', argument] = /^([a-z_.]+)(?:\(([^)]*)\))?$/.exec(fetch) ?? [];
  if (argument === undefined) {
    const kept = side === 'request' || name === 'src' || name === 'ssl_fc' || name.startsWith('capture.');
    return kept ? plain.get(name) : undefined;
  }
  if (name === 'str') return () => argument;
  if (name === 'var') {
    const key = argument.trim();
    return /^txn\.(host|path|base)$/.test(key) ? ({ variables }) => variables.get(key.slice(4)) ?? '' : undefined;
  }
  if (side === 'response') return undefined;
  if (/^(req\.)?f?hdr$/.test(name) && /^[^,]+$/.test(argument)) {
    const key = argument.trim().toLowerCase();
    const whole = name.endsWith('fhdr');
    return (scope) => (whole ? scope.header(key) : lastValue(scope.header(key))) ?? '';
  }
  if (/^(req\.)?cook$/.test(name)) return (scope) => scope.cookie(argument.trim()) ?? '';
  return undefined;
}

/** HAProxy's `hdr` without a number: the last of the values that commas separate. */
export function lastValue(line: string | undefined): string | undefined {
  return line?.split(',').at(-1)?.trim();
}

export function evaluateLogFormat({ parts }: LogFormat, scope: FormatScope): string {
  return parts.map((part) => (typeof part === 'string' ? part : part(scope))).join('');
}
