import { compilePcre, toBytes } from '../../regex/pcre.js';
import { isWithin, parseAddress, parseNetwork } from '../../values/addresses.js';
import { configWords } from './config-words.js';
import type { FormatScope } from './log-format.js';

/** What a `use_backend` rule looks at: the request as the rules before have left it. */
export interface AclScope extends FormatScope {
  /** Values of all cookies of the name, and of all parameters of the query. */
  cookies(name: string): readonly string[];
  parameters(name: string): readonly string[];
}

/** Says how likely a request fulfils a condition: 0 or 1, unless it is drawn by lot. */
export type Condition = (scope: AclScope) => number;

type Match = (value: string) => boolean;

const suffixes: Readonly<Record<string, string>> = { beg: 'beg', end: 'end', sub: 'sub', reg: 'reg', dom: 'dom' };

/**
 * The text of `route-acl` as HAProxy reads it between braces: one lookup with converters, its options and values. Undefined
 * for what the model does not evaluate.
 */
export function readAcl(text: string): Condition | undefined {
  const words = configWords(text);
  const [first = '', ...rest] = words ?? [];
  const [, name = '', argument = '', chain = ''] =
    /^([a-z_.0-9]+|TRUE|FALSE)(?:\(([^)]*)\))?((?:,(?:lower|upper))*)$/.exec(first) ?? [];
  if (name === 'rand') return chain === '' ? readLot(argument, rest) : undefined;
  const convert = (value: string): string =>
    chain.split(',').reduce((text, step) => CONVERTERS[step]?.(text) ?? text, value);
  return readLookup(name, argument, rest, convert);
}

const CONVERTERS: Readonly<Record<string, (text: string) => string>> = {
  lower: (text) => text.toLowerCase(),
  upper: (text) => text.toUpperCase(),
};

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

function readLookup(
  name: string,
  argument: string,
  words: readonly string[],
  convert: (value: string) => string,
): Condition | undefined {
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
  if (method === 'found') return (scope) => Number(fetch(scope).length > 0);
  const test = base === 'src' ? readAddresses(values) : readMatch(method, values, caseless);
  if (test === undefined || values.length === 0) return undefined;
  return (scope) => Number(fetch(scope).some((value) => test(convert(value))));
}

/** A condition is asked about every value that there is: of headers, those between commas. */
function readFetch(name: string, argument: string): ((scope: AclScope) => readonly string[]) | undefined {
  const key = argument.trim();
  const named = key !== '' && !key.includes(',');
  switch (name.replace(/^req\./, '')) {
    case 'cook':
      return named ? (scope) => scope.cookies(key) : undefined;
    case 'hdr':
      return named ? (scope) => listed(scope.header(key.toLowerCase())?.split(',')) : undefined;
    case 'fhdr':
      return named ? (scope) => listed(scope.header(key.toLowerCase())) : undefined;
    case 'path':
      return ({ path }) => (path === '' ? [] : [path]);
    case 'url':
      return ({ uri }) => [uri];
    case 'method':
      return ({ method }) => [method];
    case 'src':
      return ({ source }) => [source];
    case 'url_param':
    case 'urlp':
      return named ? (scope) => scope.parameters(key) : undefined;
    case 'var':
      return /^txn\.(host|path|base)$/.test(key)
        ? ({ variables }) => listed(variables.get(key.slice('txn.'.length)))
        : undefined;
    default:
      // Also `cookie`, which the documentation of the controller shows and HAProxy does not know.
      return undefined;
  }
}

function listed(found: string | readonly string[] | undefined): readonly string[] {
  if (found === undefined) return [];
  return (typeof found === 'string' ? [found] : found).map((value) => value.trim());
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
