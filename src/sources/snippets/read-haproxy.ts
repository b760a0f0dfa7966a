import type { Ledger } from '../../ledger/ledger.js';
import type { HeaderValue } from '../../model/policies.js';
import type { ItemId, Traced } from '../../model/traced.js';
import type { SnippetEffects } from './effects.js';
import { type HaproxyLine, parseHaproxy } from './haproxy-grammar.js';
import { isAddress } from './nginx-access.js';
import type { WrittenSnippet } from './read-nginx.js';

/** Words of HAProxy that stop requests or send them elsewhere. */
const GUARDING =
  /\b(?:deny|reject|tarpit|silent-drop|auth|auth-intercept|redirect|return|use-service|use-server|wait-for-body|block|req?deny|lua\S*)\b/;

interface Draft {
  readonly requestHeaders: Traced<HeaderValue>[];
  readonly removedRequestHeaders: Traced<string>[];
  readonly responseHeaders: Traced<HeaderValue>[];
  readonly removedResponseHeaders: Traced<string>[];
  readonly deny: { readonly addresses: readonly string[]; readonly from: readonly ItemId[] }[];
  readonly guards: { readonly word: string; readonly item: ItemId }[];
  /** Addresses that an acl names, with its item. */
  readonly sources: Map<string, { readonly addresses: string[]; readonly items: ItemId[] }>;
}

/**
 * Reads raw lines of a backend: headers with plain values and denials by address become effects, every other line is told as
 * not translated, and one that seems to guard holds back the paths on which it acts.
 */
export function readHaproxy(snippet: WrittenSnippet, ledger: Ledger): SnippetEffects {
  const draft: Draft = {
    requestHeaders: [],
    removedRequestHeaders: [],
    responseHeaders: [],
    removedResponseHeaders: [],
    deny: [],
    guards: [],
    sources: new Map(),
  };
  for (const line of parseHaproxy(snippet.text)) {
    const item = snippet.open(line.line, line.source);
    if (line.fault !== undefined) {
      const message = `line ${line.line} is no configuration of HAProxy: ${line.fault}`;
      ledger.say(item, { verdict: 'invalid', code: 'RS2404', message, next: 'Correct the line, then convert again.' });
      if (GUARDING.test(line.source)) draft.guards.push({ word: line.source, item });
      continue;
    }
    const why = readLine(line, item, draft);
    if (why === undefined) continue;
    const word = GUARDING.exec(line.source)?.[0];
    if (word !== undefined) draft.guards.push({ word, item });
    else
      ledger.say(item, {
        verdict: 'unsupported',
        code: 'RS2401',
        message: `${line.words[0]?.text ?? ''} in line ${line.line} is not translated: ${why}`,
        next: 'Read the line and write what it does as a filter or a policy.',
      });
  }
  const { deny, guards, sources: _, ...effects } = draft;
  const [first] = guards;
  return {
    ...effects,
    answers: [],
    access:
      deny.length === 0
        ? undefined
        : { deny: { value: deny.flatMap(({ addresses }) => addresses), from: deny.flatMap(({ from }) => from) } },
    guard: first === undefined ? undefined : { value: first.word, from: guards.map(({ item }) => item) },
  };
}

/** Takes a line into the draft; why not, where it cannot. */
function readLine({ words }: HaproxyLine, item: ItemId, draft: Draft): string | undefined {
  const [keyword, action, ...rest] = words.map(({ text }) => text);
  if (keyword === 'acl') return readAcl(action, rest, item, draft);
  if (keyword !== 'http-request' && keyword !== 'http-response') return 'nothing of the target says what it does';
  const isRequest = keyword === 'http-request';
  if (action === 'deny' && isRequest) return readDenial(rest, item, draft);
  if (rest.includes('if') || rest.includes('unless')) return 'it acts under a condition, and header filters act always';
  const [name = '', value, ...more] = rest;
  if (!/^[\w!#$&'*+.^`|~-]+$/.test(name) || more.length > 0) return 'it is no plain name with a value';
  const set = isRequest ? draft.requestHeaders : draft.responseHeaders;
  const removed = isRequest ? draft.removedRequestHeaders : draft.removedResponseHeaders;
  switch (action) {
    case 'del-header':
      if (value !== undefined) return 'it names headers by a pattern';
      removed.push({ value: name, from: [item] });
      return undefined;
    case 'set-header':
    case 'add-header':
      if (value === undefined || value === '' || /[%$]/.test(value))
        return 'its value is looked up for each request, and header filters set literal values only';
      if (/^host$/i.test(name)) return 'it changes the host that backends see';
      set.push({
        value: { name, value, literal: true, ...(action === 'add-header' ? { added: true as const } : {}) },
        from: [item],
      });
      return undefined;
    default:
      return 'nothing of the target says what it does';
  }
}

/** `acl NAME src ADDRESS …`: what denials may name. */
function readAcl(name: string | undefined, [criterion, ...values]: readonly string[], item: ItemId, draft: Draft) {
  if (name === undefined || criterion !== 'src' || values.length === 0 || !values.every(isPlainAddress))
    return 'a condition by itself does nothing, and only addresses are read';
  const known = draft.sources.get(name) ?? { addresses: [], items: [] };
  known.addresses.push(...values);
  known.items.push(item);
  draft.sources.set(name, known);
  return undefined;
}

function isPlainAddress(text: string): boolean {
  return isAddress(text) && text !== 'all' && text !== 'unix:';
}

/** `http-request deny if NAME`, or `if { src ADDRESS … }`, for addresses alone. */
function readDenial(rest: readonly string[], item: ItemId, draft: Draft): string | undefined {
  const words = rest[0] === 'deny_status' && /^\d+$/.test(rest[1] ?? '') ? rest.slice(2) : rest;
  const [when, first = '', ...more] = words;
  const status = rest[0] === 'deny_status' ? rest[1] : '403';
  if (when !== 'if' || status !== '403') return 'it denies under a condition that no list says';
  if (first === '{' && more[0] === 'src' && more.at(-1) === '}') {
    const addresses = more.slice(1, -1);
    if (addresses.length === 0 || !addresses.every(isPlainAddress)) return 'its condition is no list of addresses';
    draft.deny.push({ addresses, from: [item] });
    return undefined;
  }
  const named = more.length === 0 ? draft.sources.get(first) : undefined;
  if (named === undefined) return 'its condition is no list of addresses';
  draft.deny.push({ addresses: named.addresses, from: [item, ...named.items] });
  return undefined;
}
