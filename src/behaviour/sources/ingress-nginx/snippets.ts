import { compilePcre } from '../../regex/pcre.js';
import { type Network, parseNetwork } from '../../values/addresses.js';
import { readStatements, type Statement } from './nginx-statements.js';

/** What a line does to a header; `atProxy` is proxy_set_header, of which a location's own hide all others. Of request headers there is no line besides: what the controller writes itself comes twice. */
export type HeaderLine =
  /** Replaces the header, on answers of every status. */
  | { readonly kind: 'set'; readonly name: string; readonly value: string; readonly atProxy?: true | undefined }
  | { readonly kind: 'clear'; readonly name: string; readonly atProxy?: true | undefined }
  /** Takes away what the backend says. */
  | { readonly kind: 'hide'; readonly name: string }
  /** A line besides; without `always` on some statuses only. */
  | { readonly kind: 'add'; readonly name: string; readonly value: string; readonly always: boolean };

/** One line of an address list; null is everybody. */
export interface AddressLine {
  readonly allows: boolean;
  readonly network: Network | null;
}

/** A location of a server-snippet. */
export interface SnippetLocation {
  readonly kind: 'exact' | 'prefix' | 'final-prefix' | 'regex';
  readonly path: string;
  readonly regex: RegExp | null;
  readonly effects: SnippetEffects;
}

/** The directives of a snippet that an outcome can show; everything else is reported as not modelled. */
export interface SnippetEffects {
  readonly responseHeaders: readonly HeaderLine[];
  readonly requestHeaders: readonly HeaderLine[];
  /** Of the rewrite module, in their order. */
  readonly rewrites: readonly Statement[];
  readonly addresses: readonly AddressLine[];
  readonly locations: readonly SnippetLocation[];
  readonly unmodelled: readonly string[];
}

interface Draft {
  readonly responseHeaders: HeaderLine[];
  readonly requestHeaders: HeaderLine[];
  readonly rewrites: Statement[];
  readonly addresses: AddressLine[];
  readonly locations: SnippetLocation[];
  readonly unmodelled: string[];
}

const silent = new Set(['access_log', 'log_not_found', 'error_log', 'default_type']);

/** Reads the text of a snippet; one that nginx refuses has no effect that is known. */
export function readSnippetEffects(snippet: string): SnippetEffects {
  const statements = readStatements(snippet);
  const draft: Draft = {
    responseHeaders: [],
    requestHeaders: [],
    rewrites: [],
    addresses: [],
    locations: [],
    unmodelled: statements === undefined ? ['a snippet that nginx refuses'] : [],
  };
  for (const statement of statements ?? []) {
    if (!take(statement, draft)) draft.unmodelled.push(`snippet directive ${statement.name}`);
  }
  return draft;
}

function take(statement: Statement, draft: Draft): boolean {
  const { name, args, body } = statement;
  if (body !== null && name !== 'if' && name !== 'location') return false;
  switch (name) {
    case 'more_set_headers':
      return takeMore(args, draft.responseHeaders, true);
    case 'more_clear_headers':
      return takeMore(args, draft.responseHeaders, false);
    case 'more_set_input_headers':
      return takeMore(args, draft.requestHeaders, true);
    case 'more_clear_input_headers':
      return takeMore(args, draft.requestHeaders, false);
    case 'add_header': {
      const [header, value, always] = args;
      if (header === undefined || value === undefined || args.length > 3) return false;
      draft.responseHeaders.push({ kind: 'add', name: header, value, always: always === 'always' });
      return true;
    }
    case 'proxy_hide_header':
      if (args[0] === undefined || args.length > 1) return false;
      draft.responseHeaders.push({ kind: 'hide', name: args[0] });
      return true;
    case 'proxy_set_header': {
      const [header, value] = args;
      if (header === undefined || value === undefined || args.length > 2) return false;
      draft.requestHeaders.push(
        value === ''
          ? { kind: 'clear', name: header, atProxy: true }
          : { kind: 'set', name: header, value, atProxy: true },
      );
      return true;
    }
    case 'allow':
    case 'deny': {
      const network = args[0] === 'all' ? null : parseNetwork(args[0] ?? '');
      if (network === undefined || args.length !== 1) return false;
      draft.addresses.push({ allows: name === 'allow', network });
      return true;
    }
    case 'return':
    case 'rewrite':
    case 'break':
    case 'if':
      if (!isRunnable(statement)) return false;
      draft.rewrites.push(statement);
      return true;
    case 'location':
      return takeLocation(args, body ?? [], draft.locations);
    default:
      return silent.has(name);
  }
}

/** Arguments of headers-more: `Name: value` each; options and stars are not modelled. */
function takeMore(args: readonly string[], into: HeaderLine[], sets: boolean): boolean {
  if (args.length === 0 || args.some((text) => text.startsWith('-') || (!sets && text.includes('*')))) return false;
  for (const text of args) {
    const [, name = '', value = ''] = /^\s*([^:\s]+)\s*:?\s*([\s\S]*?)\s*$/.exec(text) ?? [];
    into.push(sets && value !== '' ? { kind: 'set', name, value } : { kind: 'clear', name });
  }
  return true;
}

/** Whether the model can follow a directive of the rewrite module to its end. */
function isRunnable({ name, args, body }: Statement): boolean {
  switch (name) {
    case 'return':
      return args.length === 1 || args.length === 2;
    case 'break':
      return true;
    case 'rewrite': {
      const [pattern = '', target = '', flag] = args;
      const answers = flag === 'permanent' || flag === 'redirect' || /^(https?:\/\/|\$scheme)/.test(target);
      return answers && compilePcre(pattern, false).kind === 'compiled';
    }
    case 'if':
      return conditionOf(args) !== undefined && (body ?? []).every((inner) => inner.name !== 'if' && isRunnable(inner));
    default:
      return false;
  }
}

export interface Condition {
  readonly variable: string;
  readonly negated: boolean;
  readonly equals: string | undefined;
  readonly matches: RegExp | undefined;
}

/** `($name = text)` and its kin; undefined for what the model cannot decide. */
export function conditionOf(args: readonly string[]): Condition | undefined {
  const words = [...args];
  const [first = ''] = words;
  const last = words.at(-1) ?? '';
  if (!first.startsWith('(') || !last.endsWith(')')) return undefined;
  words.splice(0, 1, ...(first === '(' ? [] : [first.slice(1)]));
  words.splice(-1, 1, ...(last === ')' ? [] : [(words.at(-1) ?? '').slice(0, -1)]));
  const [variable = '', operator = '', value, ...more] = words;
  if (!/^\$\w+$/.test(variable) || !/^!?(=|~\*?)$/.test(operator) || value === undefined || more.length > 0)
    return undefined;
  const negated = operator.startsWith('!');
  if (operator.endsWith('=')) return { variable, negated, equals: value, matches: undefined };
  const compiled = compilePcre(value, operator.endsWith('*'));
  return compiled.kind === 'compiled' ? { variable, negated, equals: undefined, matches: compiled.regex } : undefined;
}

function takeLocation(args: readonly string[], body: readonly Statement[], into: SnippetLocation[]): boolean {
  const [, operator = '', path] = /^(=|\^~|~\*?)?\s*(\S[\s\S]*)$/.exec(args.join(' ')) ?? [];
  if (path === undefined) return false;
  const draft: Draft = {
    responseHeaders: [],
    requestHeaders: [],
    rewrites: [],
    addresses: [],
    locations: [],
    unmodelled: [],
  };
  // A block that passes requests on, or serves files, is more than this model knows.
  const ends = body.some(({ name, args: [who] }) => name === 'return' || (name === 'deny' && who === 'all'));
  if (!ends || !body.every((statement) => take(statement, draft)) || draft.locations.length > 0) return false;
  const compiled = operator.startsWith('~') ? compilePcre(path, operator === '~*') : undefined;
  if (compiled !== undefined && compiled.kind !== 'compiled') return false;
  const kind =
    compiled !== undefined ? 'regex' : operator === '=' ? 'exact' : operator === '^~' ? 'final-prefix' : 'prefix';
  into.push({ kind, path, regex: compiled?.regex ?? null, effects: draft });
  return true;
}
