import { compilePcre, toBytes } from '../../regex/pcre.js';
import { isWithin, parseAddress, parseNetwork } from '../../values/addresses.js';
import { configWords } from './config-words.js';
import { type FormatScope, lastValue } from './log-format.js';

/** What a `use_backend` rule looks at: the request as the rules before have left it. */
export interface AclScope extends FormatScope {
  readonly parameter: (name: string) => string | undefined;
}

/** Says how likely a request fulfils a condition: 0 or 1, unless it is drawn by lot. */
export type Condition = (scope: AclScope) => number;

type Match = (value: string) => boolean;

const suffixes: Readonly<Record<string, string>> = { beg: 'beg', end: 'end', sub: 'sub', reg: 'reg', dom: 'dom' };

/**
 * The text of `route-acl` as HAProxy reads it between braces: one lookup, its options and values. Undefined for what the
 * model does not evaluate.
 */
export function readAcl(text: string): Condition | undefined {
  const words = configWords(text);
  const [first = '', ...rest] = words ?? [];
  const negated = first.startsWith('!');
  const [, name = '', argument = ''] = /^([a-z_.0-9]+)(?:\(([^)]*)\))?$/.exec(first.replace(/^!/, '')) ?? [];
  const found = name === 'rand' ? readLot(argument, rest) : readLookup(name, argument, rest);
  if (found === undefined || !negated) return found;
  return (scope) => 1 - found(scope);
}

/** `rand(N) lt M`: a canary by weight. */
function readLot(argument: string, rest: readonly string[]): Condition | undefined {
  const [operator = '', bound = ''] = rest[0] === '-m' && rest[1] === 'int' ? rest.slice(2) : rest;
  const [range, limit] = [Number(argument || 2 ** 32), Number(bound)];
  if (rest.length > 4 || bound === '' || !(range > 0) || !Number.isInteger(limit)) return undefined;
  const below = { lt: limit, le: limit + 1, ge: range - limit, gt: range - limit - 1, eq: 1 }[operator];
  if (below === undefined) return undefined;
  const share = Math.min(Math.max(below / range, 0), 1);
  return () => share;
}

function readLookup(name: string, argument: string, words: readonly string[]): Condition | undefined {
  const [, base = name, suffix = ''] = /^(.*)_(beg|end|sub|reg|dom)$/.exec(name) ?? [];
  let method = suffixes[suffix] ?? 'str';
  let caseless = false;
  let at = 0;
  for (; at < words.length; at++) {
    const word = words[at];
    if (word === '-i') caseless = true;
    else if (word === '-m') method = words[++at] ?? '';
    else if (word === '--') {
      at++;
      break;
    } else break;
  }
  if (words[at]?.startsWith('-') === true) return undefined;
  const values = words.slice(at);
  const always = { always_true: 1, TRUE: 1, always_false: 0, FALSE: 0 }[name];
  if (always !== undefined) return () => always;
  const fetch = readFetch(base, argument);
  if (fetch === undefined) return undefined;
  if (method === 'found') return (scope) => Number(fetch(scope) !== undefined);
  const test = base === 'src' ? readAddresses(values) : readMatch(method, values, caseless);
  if (test === undefined || values.length === 0) return undefined;
  return (scope) => {
    const value = fetch(scope);
    return Number(value !== undefined && test(value));
  };
}

function readFetch(name: string, argument: string): ((scope: AclScope) => string | undefined) | undefined {
  const key = argument.trim();
  switch (name.replace(/^req\./, '')) {
    case 'cook':
    case 'cookie':
      // The documentation's `cookie()` is no lookup of HAProxy's.
      return name.endsWith('cookie') || key === '' ? undefined : (scope) => scope.cookie(key);
    case 'hdr':
      return key === '' || key.includes(',') ? undefined : (scope) => lastValue(scope.header(key.toLowerCase()));
    case 'fhdr':
      return key === '' || key.includes(',') ? undefined : (scope) => scope.header(key.toLowerCase());
    case 'path':
      return ({ path }) => path;
    case 'url':
      return ({ uri }) => uri;
    case 'method':
      return ({ method }) => method;
    case 'src':
      return ({ source }) => source;
    case 'url_param':
    case 'urlp':
      return key === '' || key.includes(',') ? undefined : (scope) => scope.parameter(key);
    case 'var':
      return /^txn\.(host|path|base)$/.test(key) ? ({ variables }) => variables.get(key.slice(4)) : undefined;
    default:
      return undefined;
  }
}

function readAddresses(values: readonly string[]): Match | undefined {
  const networks = values.map(parseNetwork).filter((network) => network !== undefined);
  return networks.length === values.length ? (value) => isWithin(parseAddress(value), networks) : undefined;
}

function readMatch(method: string, values: readonly string[], caseless: boolean): Match | undefined {
  const fold = (text: string): string => (caseless ? text.toLowerCase() : text);
  const wanted = values.map(fold);
  switch (method) {
    case 'str':
      return (value) => wanted.includes(fold(value));
    case 'beg':
      return (value) => wanted.some((one) => fold(value).startsWith(one));
    case 'end':
      return (value) => wanted.some((one) => fold(value).endsWith(one));
    case 'sub':
      return (value) => wanted.some((one) => fold(value).includes(one));
    case 'reg': {
      const compiled = values.map((value) => compilePcre(value, caseless));
      const regexes = compiled.flatMap((one) => (one.kind === 'compiled' ? [one.regex] : []));
      return regexes.length < compiled.length
        ? undefined
        : (value) => regexes.some((regex) => regex.test(toBytes(value)));
    }
    default:
      return undefined;
  }
}
